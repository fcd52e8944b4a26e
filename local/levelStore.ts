import { ClassicLevel } from 'classic-level';
import { type Store, storeOn } from './store.ts';

/** Opens the durable store in a folder, which one process at a time can hold. */
export const openStore = async (directory: string): Promise<Store> => {
  const database = new ClassicLevel(directory);
  await database.open();
  return storeOn({
    get: (key) => database.get(key),
    batch: (writes) => database.batch(writes),
    entries: (range) => database.iterator(range).all(),
    close: () => database.close(),
  });
};
