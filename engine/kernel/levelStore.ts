import { groupCommit } from './groupCommit.ts';
import { openLevel } from './level/openLevel.ts';
import { type Halt, rethrow } from './level/stateError.ts';
import { untilOneFails } from './level/untilOneFails.ts';
import { type Store, storeOn, type Write } from './store.ts';

/**
 * Opens the durable store in a folder, which one process at a time can hold. Single values are read on
 * this thread: that takes microseconds, and the way through the thread pool, which functions' threads
 * use too, many times as long.
 */
export const openStore = async (directory: string, halt: Halt = rethrow): Promise<Store> => {
  const database = await openLevel(directory);
  const kept = untilOneFails(directory, halt);
  return storeOn({
    get: async (key) => database.getSync(key),
    batch: groupCommit<Write>((writes) => kept(() => database.batch(writes))),
    entries: (range) => database.iterator(range).all(),
    close: () => database.close(),
  });
};
