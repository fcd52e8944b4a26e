import type {
  Change,
  Database,
  Item,
  ItemRange,
  ItemStore,
  KeyRange as TextRange,
  Write,
} from '#engine';

const START = 'items\u0000';

const write = (change: Change): Write =>
  change.type === 'put'
    ? { type: 'put', key: START + change.key, value: JSON.stringify(change.value) }
    : { type: 'del', key: START + change.key };

/** The first text after this one. */
const after = (text: string): string => `${text}\u0000`;

const textRange = ({ gt, gte = '', lt, lte = '\uffff', reverse, limit }: ItemRange): TextRange => ({
  gte: START + (gt === undefined ? gte : after(gt)),
  lt: START + (lt ?? after(lte)),
  reverse: reverse ?? false,
  limit: limit ?? -1,
});

/** Items beside everything else in an ordered map of texts. */
export const memoryItems = (database: Database): ItemStore => {
  async function* entries(range: ItemRange): AsyncGenerator<[string, Item]> {
    for (const [key, text] of await database.entries(textRange(range))) {
      yield [key.slice(START.length), JSON.parse(text)];
    }
  }
  return {
    entries,
    async *values(range) {
      for await (const [, item] of entries(range)) yield item;
    },
    async get(key) {
      const text = await database.get(START + key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    batch: (changes) => database.batch(changes.map(write)),
    async clear(range) {
      const found = await database.entries(textRange(range));
      await database.batch(found.map(([key]) => ({ type: 'del', key })));
    },
    async close() {},
  };
};
