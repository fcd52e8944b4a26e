import { createHash } from 'node:crypto';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Context } from '../context.ts';
import { dueAt } from '../tables/expiration.ts';
import type { Change } from './itemStore.ts';

const REMEMBERED_SECONDS = 600;

const hashOf = (request: unknown): string =>
  createHash('sha256').update(JSON.stringify(request)).digest('hex');

/** Where the store keeps what a token was used for. */
export const tokenKey = (token: string): string => `token/${token}`;

/**
 * Whether this transaction was carried out with this token in the last ten minutes. Throws
 * IdempotentParameterMismatchException when another one was.
 */
export const isRepeated = async (
  context: Context,
  token: string | undefined,
  request: unknown,
): Promise<boolean> => {
  const known = token === undefined ? undefined : await context.items.get(tokenKey(token));
  if (!known || Number(known['until']?.N) * 1000 <= context.engine.clock.now()) return false;
  if (known['hash']?.S === hashOf(request)) return true;
  throw new AwsError(
    'IdempotentParameterMismatchException',
    'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.',
  );
};

/** Remembers the token together with the transaction's own writes. */
export const tokenChanges = (
  context: Context,
  token: string | undefined,
  request: unknown,
): Change[] => {
  if (token === undefined) return [];
  const until = Math.ceil(context.engine.clock.now() / 1000) + REMEMBERED_SECONDS;
  const value = { hash: { S: hashOf(request) }, until: { N: String(until) } };
  return [
    { type: 'put', key: tokenKey(token), value },
    { type: 'put', key: `${dueAt(until)}token/${token}`, value: { token: { S: token } } },
  ];
};
