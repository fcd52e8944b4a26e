import { z } from 'zod';
import type { Connected } from './session.ts';

const MAX_PAGE = 100;

const Next = z.object({ nextToken: z.string().optional() });

/** The first `limit` entries of a list of the control API, over as many pages as it takes. */
export const listed = async <Entry>(
  { api }: Connected,
  list: { path: string; entries: z.ZodType<Entry[]>; query?: Record<string, string | undefined> },
  limit: number,
): Promise<{ entries: Entry[]; more: boolean }> => {
  const entries: Entry[] = [];
  let nextToken: string | undefined;
  do {
    const query = { ...list.query, limit: Math.min(limit, MAX_PAGE), nextToken };
    const page = await api.asOperator('GET', list.path, { query });
    entries.push(...list.entries.parse(page));
    nextToken = Next.parse(page).nextToken;
  } while (nextToken !== undefined && entries.length < limit);
  return {
    entries: entries.slice(0, limit),
    more: nextToken !== undefined || entries.length > limit,
  };
};

/** Says on the side that a list goes on. */
export const noteMore = ({ terminal }: Connected, more: boolean, shown: number): void => {
  if (more) terminal.note(`… the first ${shown}; --limit shows more`);
};
