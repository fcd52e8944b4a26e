import * as z from 'zod';
import { parsedJson } from './lambdaCause.ts';

/** An execution in a list. */
export type ListedExecution = { name: string; startedAt: Date };

/** Executions in one status of Step Functions' own, or in any, newest first. */
export type ExecutionList = (
  status: ListedStatus,
  page: { limit: number; after: string | undefined },
) => Promise<{ executions: ListedExecution[]; next: string | undefined } | undefined>;

const ListedStatus = z.enum(['ANY', 'RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);
export type ListedStatus = z.infer<typeof ListedStatus>;

/** Where a list is: its page, by Step Functions' token, and the last entry of it that was shown. */
const Position = z.object({
  token: z.string().min(1).max(1_024).optional(),
  last: z.object({ name: z.string(), at: z.number() }).optional(),
});
type Position = z.infer<typeof Position>;

/** The lists that are not at their end yet. */
const Cursor = z.partialRecord(ListedStatus, Position);
type Cursor = z.infer<typeof Cursor>;

/** What a page of several lists ends with, as text. */
export const CursorText = z
  .string()
  .refine((text) => Cursor.safeParse(parsedJson(text)).success, 'must be a cursor');

type Entry = ListedExecution & { page: string | undefined };
type Ahead = { status: ListedStatus; from: Position; entries: Entry[]; next: string | undefined };

/** A page without what was shown of it; new entries on top of it were not there then. */
const unseen = (executions: ListedExecution[], last: Position['last']): ListedExecution[] => {
  if (!last) return executions;
  const shown = executions.findIndex(({ name }) => name === last.name);
  if (shown >= 0) return executions.slice(shown + 1);
  return executions.filter(({ startedAt }) => startedAt.getTime() <= last.at);
};

/** As many entries of one list as a page can need. */
const readAhead = async (
  list: ExecutionList,
  { status, from, limit }: { status: ListedStatus; from: Position; limit: number },
): Promise<Ahead | undefined> => {
  const entries: Entry[] = [];
  let { token, last } = from;
  for (;;) {
    const after = token;
    const page = await list(status, { limit, after });
    if (!page) return undefined;
    entries.push(...unseen(page.executions, last).map((entry) => ({ ...entry, page: after })));
    const { next } = page;
    if (next === undefined || entries.length >= limit) return { status, from, entries, next };
    token = next;
    last = undefined;
  }
};

const lastOf = ({ name, startedAt }: ListedExecution) => ({ name, at: startedAt.getTime() });

/**
 * Where a list is once `taken` of its entries are shown; undefined at its end. One of which nothing
 * is shown yet goes on below what was shown last of the others.
 */
const positionAfter = (
  taken: number,
  { from, entries, next }: Ahead,
  lastShown: ListedExecution | undefined,
): Position | undefined => {
  const following = entries[taken];
  if (!following) return next === undefined ? undefined : { token: next, last: undefined };
  const shown = taken === 0 ? lastShown : entries[taken - 1];
  const last = from.last && taken === 0 ? from.last : shown && lastOf(shown);
  return { token: following.page, last };
};

const startOf = (statuses: readonly ListedStatus[]): Cursor =>
  Object.fromEntries(statuses.map((status) => [status, {}]));

/** Where each list goes on; undefined for a cursor of other lists. */
const positionsIn = (statuses: readonly ListedStatus[], after: string | undefined) => {
  const cursor = after === undefined ? startOf(statuses) : Cursor.parse(parsedJson(after));
  const own = statuses.flatMap((status) => {
    const from = cursor[status];
    return from ? [{ status, from }] : [];
  });
  return own.length === Object.keys(cursor).length ? own : undefined;
};

/**
 * One page of several lists together, newest first, and the text that the next page goes on from.
 * Undefined when no page of these lists ended with `after`, which is a CursorText.
 */
export const mergedPage = async (
  list: ExecutionList,
  statuses: readonly ListedStatus[],
  { limit, after }: { limit: number; after: string | undefined },
): Promise<{ executions: ListedExecution[]; next: string | undefined } | undefined> => {
  const positions = positionsIn(statuses, after);
  if (!positions) return undefined;
  const read = await Promise.all(positions.map((each) => readAhead(list, { ...each, limit })));
  const lists = read.filter((each) => each !== undefined);
  if (lists.length < read.length) return undefined;
  const shown = lists
    .flatMap(({ status, entries }) => entries.map((entry) => ({ status, entry })))
    .sort((a, b) => b.entry.startedAt.getTime() - a.entry.startedAt.getTime())
    .slice(0, limit);
  const rest = lists.flatMap((one): [ListedStatus, Position][] => {
    const taken = shown.filter(({ status }) => status === one.status).length;
    const position = positionAfter(taken, one, shown.at(-1)?.entry);
    return position ? [[one.status, position]] : [];
  });
  return {
    executions: shown.map(({ entry: { name, startedAt } }) => ({ name, startedAt })),
    next: rest.length === 0 ? undefined : JSON.stringify(Object.fromEntries(rest)),
  };
};
