import * as z from 'zod';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/** Room for the tokens of three lists of Step Functions, which page together. */
const MAX_TOKEN = 6_000;

const fromToken = (token: string): string => Buffer.from(token, 'base64url').toString();

/** What is wrong with a `nextToken` that no list gave out. */
export const NO_TOKEN_OF_A_LIST = 'must be the nextToken of a list';

/** What `nextTokenOf` gave out, back in the words of the list, whose pages end with `end`. */
const pageToken = (end: z.ZodType<string>) =>
  z
    .string()
    .max(MAX_TOKEN)
    .transform(fromToken)
    .refine((text) => end.safeParse(text).success, NO_TOKEN_OF_A_LIST);

/** The query of a list: how many at most, and where the page before ended, which is an `end`. */
export const pageQuery = (end: z.ZodType<string>) =>
  z.object({
    limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
    nextToken: pageToken(end).optional(),
  });

/** The token of the next page, from what this one ended with; undefined at the end. */
export const nextTokenOf = (last: string | undefined): string | undefined =>
  last === undefined ? undefined : Buffer.from(last).toString('base64url');

/** What every list answers beside its entries: the token of the next page, until there is none. */
export const pageFields = { nextToken: z.string().optional() };
