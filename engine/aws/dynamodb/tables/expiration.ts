import type { Item } from '../attributeValue.ts';
import type { Table } from './table.ts';

/** Where everything with an end is queued, by the second of its end. */
export const DUE = 'due/';

const DIGITS = 12;
const LATEST = 10 ** DIGITS;

/** The queue's key of one second; keys of later seconds sort after it. */
export const dueAt = (second: number): string => `${DUE}${String(second).padStart(DIGITS, '0')}/`;

/** When an item's time to live ends, in epoch seconds; undefined when it has none. */
export const expirationOf = (table: Table, item: Item): number | undefined => {
  const text = table.TimeToLiveAttribute && item[table.TimeToLiveAttribute]?.N;
  const second = text ? Math.floor(Number(text)) : Number.NaN;
  return second >= 0 && second < LATEST ? second : undefined;
};

/** An item's place in the queue, when it has a time to live. */
export const expirationEntry = (table: Table, key: string, item: Item): [string, Item][] => {
  const second = expirationOf(table, item);
  if (second === undefined) return [];
  const value = { table: { S: table.TableName }, key: { S: key } };
  return [[`${dueAt(second)}item/${table.TableId}/${key}`, value]];
};
