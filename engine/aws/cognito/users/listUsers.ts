import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { invalidParameter } from '../errors.ts';
import { UserPoolId } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import { keyBehind, tokenAfter } from '../pageToken.ts';
import type { Pool } from '../pools/pool.ts';
import { requirePool } from '../pools/requirePool.ts';
import type { CognitoState } from '../state.ts';
import { attributeList, type User, userSummary } from './user.ts';
import { parseFilter, passes, type UserFilter } from './userFilter.ts';
import { emailPrefix, keyPrefix, userKey } from './userKeys.ts';

const ListInput = z.strictObject({
  UserPoolId,
  AttributesToGet: z.array(z.string().min(1).max(32)).optional(),
  Limit: z.int().min(0).max(60).default(60),
  PaginationToken: z.string().min(1).optional(),
  Filter: z.string().max(256).default(''),
});

type Found = { key: string; user: User };
type Wanted = { limit: number; token: string | undefined };

/** Users in the order of one kind of key, which narrows the listing to the filter's value. */
const byKey = async (
  state: CognitoState,
  pool: Pool,
  { prefix, exact, limit, token }: Wanted & { prefix: string; exact: boolean },
): Promise<Found[]> => {
  const range = { prefix, limit, ...keyBehind(token, prefix) };
  const entries = await state.userKeys.list(range);
  const wanted = exact ? entries.filter(({ key }) => key === prefix) : entries;
  const users = await Promise.all(
    wanted.map(async ({ key, value }) => ({
      key,
      user: await state.users.get(userKey(pool.id, value.username)),
    })),
  );
  return users.flatMap(({ key, user }) => (user ? [{ key, user }] : []));
};

const CHUNK = 200;

type Chunk = { found: Found[]; next: { after: string } | undefined };

const readChunk = async (
  state: CognitoState,
  { prefix, filter }: { prefix: string; filter: UserFilter | undefined },
  range: { limit: number; after?: string },
): Promise<Chunk> => {
  const entries = await state.users.list({ prefix, ...range });
  const last = entries.length < range.limit ? undefined : entries.at(-1);
  const passing = entries.filter(({ value }) => !filter || passes(value, filter));
  return {
    found: passing.map(({ key, value }) => ({ key, user: value })),
    next: last && { after: last.key },
  };
};

/** Users in the order of their names; a filter reads on until the page is full. */
const byScan = async (
  state: CognitoState,
  pool: Pool,
  { filter, limit, token }: Wanted & { filter: UserFilter | undefined },
): Promise<Found[]> => {
  const prefix = userKey(pool.id, '');
  const size = filter ? CHUNK : limit;
  const source = { prefix, filter };
  const first = { limit: size, ...keyBehind(token, prefix) };
  let { found, next } = await readChunk(state, source, first);
  while (next && found.length < limit) {
    const chunk = await readChunk(state, source, { limit: size, ...next });
    found = [...found, ...chunk.found];
    next = chunk.next;
  }
  return found.slice(0, limit);
};

const find = (
  state: CognitoState,
  pool: Pool,
  { filter, ...wanted }: Wanted & { filter: UserFilter | undefined },
): Promise<Found[]> => {
  const { attribute, exact, value } = filter ?? { attribute: '', exact: false, value: '' };
  if (attribute === 'email') {
    const prefix = exact ? emailPrefix(pool, value) : keyPrefix(pool, 'email', value);
    return byKey(state, pool, { ...wanted, prefix, exact: false });
  }
  if (attribute === 'username' || attribute === 'sub') {
    return byKey(state, pool, { ...wanted, prefix: keyPrefix(pool, attribute, value), exact });
  }
  return byScan(state, pool, { ...wanted, filter });
};

const refuseUnknown = (pool: Pool, names: readonly string[]): void => {
  const known = new Set(pool.schema.map((attribute) => attribute.Name));
  const unknown = names.find((name) => !known.has(name));
  if (unknown) throw invalidParameter(`Attribute ${unknown} does not exist in the schema.`);
};

/** A page goes on after the last user of the one before, whatever came or went meanwhile. */
export const listUsers = (state: CognitoState): Operation =>
  cognitoOperation(ListInput, async (input) => {
    const pool = await requirePool(state, input.UserPoolId);
    const names = input.AttributesToGet;
    refuseUnknown(pool, names ?? []);
    const limit = input.Limit || 60;
    const filter = input.Filter.trim() ? parseFilter(input.Filter) : undefined;
    const wanted = { filter, limit: limit + 1, token: input.PaginationToken };
    const found = await find(state, pool, wanted);
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const given = names && ((name: string) => names.includes(name));
    return {
      Users: page.map(({ user }) => ({
        ...userSummary(user),
        Attributes: attributeList(user, given),
      })),
      ...(last && { PaginationToken: tokenAfter(last.key) }),
    };
  });
