import type { Timer } from '../../../kernel/clock.ts';
import type { Item } from '../attributeValue.ts';
import type { Context } from '../context.ts';
import { changesOf } from '../items/derivedEntries.ts';
import { type Change, itemPrefix } from '../items/itemStore.ts';
import { tokenKey } from '../items/transactionToken.ts';
import { DUE, dueAt, expirationOf } from './expiration.ts';
import type { Table } from './table.ts';

const INTERVAL = 60_000;
const PAGE = 1000;
/** AWS leaves items alone that ended longer ago than this, in seconds: five years. */
const TOO_LONG_AGO = 5 * 365 * 86_400;

const isDue = (table: Table, item: Item, now: number): boolean => {
  const end = expirationOf(table, item);
  return end !== undefined && end <= now && end > now - TOO_LONG_AGO;
};

const itemChanges = async (context: Context, name: string, key: string): Promise<Change[]> => {
  const table = await context.tables.get(name);
  const before = table && (await context.items.get(itemPrefix(table) + key));
  const now = context.engine.clock.now() / 1000;
  return table && before && isDue(table, before, now) ? changesOf({ table, key, before }) : [];
};

const tokenChanges = async (context: Context, token: string): Promise<Change[]> => {
  const known = await context.items.get(tokenKey(token));
  const ended = Number(known?.['until']?.N) * 1000 <= context.engine.clock.now();
  return ended ? [{ type: 'del', key: tokenKey(token) }] : [];
};

/** The entry may be out of date (table deleted, TTL turned off): what it names is read again. */
const expire = (context: Context, entry: string, { table, key, token }: Item): Promise<void> => {
  const lock = table?.S ?? tokenKey(token?.S ?? '');
  return context.locks.run([lock], async () => {
    const changes =
      table?.S !== undefined && key?.S !== undefined
        ? await itemChanges(context, table.S, key.S)
        : await tokenChanges(context, token?.S ?? '');
    await context.items.batch([...changes, { type: 'del', key: entry }]);
  });
};

/** Ends what is due: items whose time to live is over, tokens after ten minutes. */
export const sweep = async (context: Context): Promise<void> => {
  const now = Math.floor(context.engine.clock.now() / 1000);
  const range = { gte: DUE, lt: dueAt(now + 1), limit: PAGE };
  let entries: [string, Item][];
  do {
    entries = [];
    for await (const entry of context.items.entries(range)) entries.push(entry);
    for (const [entry, value] of entries) await expire(context, entry, value);
  } while (entries.length === PAGE);
};

/** Sweeps once a minute until stopped; `stop` waits for the sweep that runs. */
export const sweeper = (context: Context) => {
  const { clock, log } = context.engine;
  let timer: Timer | undefined;
  let running = Promise.resolve();
  const schedule = () => {
    timer = clock.after(INTERVAL, () => {
      schedule();
      running = running
        .then(() => sweep(context))
        .catch((error) => log.problem('DynamoDB time to live', error));
    });
  };
  return {
    start: schedule,
    async stop() {
      timer?.cancel();
      await running;
    },
  };
};
