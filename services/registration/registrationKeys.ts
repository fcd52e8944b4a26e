import { createHash } from 'node:crypto';
import { tenantNameKey } from '#shared/signUp/tenantNameKey.ts';

type OnceOf = { address: string; key: string };

/** The registration table's one key attribute, and its kinds of items. */
export const registrationKey = (registrationId: string) => ({
  pk: `registration#${registrationId}`,
});

/** Reserves a tenant name; its `registrationId` says for whom. */
export const nameKey = (tenantName: string) => ({ pk: `name#${tenantNameKey(tenantName)}` });

/** A sign-up that is not confirmed. */
export const signUpKey = (registrationId: string) => ({ pk: `signUp#${registrationId}` });

const hashOf = (...texts: string[]): string =>
  createHash('sha256').update(JSON.stringify(texts)).digest('hex');

/** Remembers an answer by the address and its Idempotency-Key: a hash, because callers choose keys. */
export const idempotencyKey = ({ address, key }: OnceOf) => ({
  pk: `idempotency#${hashOf(address, key)}`,
});

/** The same for those who sign up by the form: strangers' keys are apart from operators'. */
export const formKey = ({ address, key }: OnceOf) => ({ pk: `form#${hashOf(address, key)}` });

/** Counts the mail that sign-ups brought to an address. */
export const mailedKey = (address: string) => ({ pk: `mailed#${hashOf(address)}` });

/** Where it is kept what was erased of a tenant that has left. */
export const erasureKey = (tenantId: string) => ({ pk: `erasure#${tenantId}` });

/** The index of registrations whose TenantRegistered has not been published yet. */
export const outbox = {
  index: 'outbox',
  partition: 'outbox',
  sort: 'registrationId',
  pending: 'pending',
} as const;

/** The index of what registrations are found by: a row for each term of each. */
export const search = {
  index: 'search',
  partition: 'term',
  sort: 'registrationId',
  key: (registrationId: string, term: string) => `term#${registrationId}#${term}`,
} as const;

/** The attribute by which DynamoDB expires items, in epoch seconds. */
export const expiryAttribute = 'expiresAt';
