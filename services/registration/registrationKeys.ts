import { createHash } from 'node:crypto';
import { tenantNameKey } from '#shared/signUp/tenantNameKey.ts';

/** The registration table's one key attribute, and its three kinds of items. */
export const registrationKey = (registrationId: string) => ({
  pk: `registration#${registrationId}`,
});

/** Reserves a tenant name; its `registrationId` says for whom. */
export const nameKey = (tenantName: string) => ({ pk: `name#${tenantNameKey(tenantName)}` });

/** Remembers an answer by its Idempotency-Key, which is kept as a hash because callers choose it. */
export const idempotencyKey = (key: string) => ({
  pk: `idempotency#${createHash('sha256').update(key).digest('hex')}`,
});

/** The index of registrations whose TenantRegistered has not been published yet. */
export const outbox = {
  index: 'outbox',
  partition: 'outbox',
  sort: 'registrationId',
  pending: 'pending',
} as const;

/** The attribute by which DynamoDB expires idempotency items, in epoch seconds. */
export const expiryAttribute = 'expiresAt';
