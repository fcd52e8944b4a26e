import { ClassicLevel } from 'classic-level';
import { groupCommit } from './groupCommit.ts';
import { type Store, storeOn, type Write } from './store.ts';

/**
 * Opens the durable store in a folder, which one process at a time can hold. Single values are read on
 * this thread: that takes microseconds, and the way through the thread pool, which functions' threads
 * use too, many times as long.
 */
export const openStore = async (directory: string): Promise<Store> => {
  const database = new ClassicLevel(directory);
  await database.open();
  return storeOn({
    get: async (key) => database.getSync(key),
    batch: groupCommit<Write>((writes) => database.batch(writes)),
    entries: (range) => database.iterator(range).all(),
    close: () => database.close(),
  });
};
