import { z } from 'zod';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

const fromToken = (token: string): string => Buffer.from(token, 'base64url').toString();

/** What `nextTokenOf` gave out, back in its own words. */
export const PageToken = z.string().max(2_000).transform(fromToken);

/** The query of every list: how many at most, and where the page before ended. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  nextToken: PageToken.optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** The token of the next page, from what this one ended with; undefined at the end. */
export const nextTokenOf = (last: string | undefined): string | undefined =>
  last === undefined ? undefined : Buffer.from(last).toString('base64url');
