import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';

/** The paging fields of a List operation. */
export const pageFields = {
  maxResults: z.int().min(0).max(1_000).optional(),
  nextToken: z.string().min(1).max(1_024).optional(),
};

const DEFAULT_RESULTS = 100;

/** How many to list: AWS's default of 100 stands for 0 as well. */
export const limitOf = (maxResults: number | undefined): number => maxResults || DEFAULT_RESULTS;

const encoded = (key: string): string => Buffer.from(key).toString('base64url');

/** The key that a nextToken stands for. Throws InvalidToken for what no answer ever held. */
export const keyIn = (nextToken: string | undefined): string | undefined => {
  if (nextToken === undefined) return undefined;
  const key = Buffer.from(nextToken, 'base64url').toString();
  if (key !== '' && encoded(key) === nextToken) return key;
  throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
};

/** Cuts a list that was read one entry too long; the last kept entry's key is the next token. */
export const pageOf = <T extends { key: string }>(entries: readonly T[], limit: number) => {
  const page = entries.slice(0, limit);
  const last = page.at(-1);
  const more = entries.length > limit && last !== undefined;
  return { page, token: more ? { nextToken: encoded(last.key) } : {} };
};
