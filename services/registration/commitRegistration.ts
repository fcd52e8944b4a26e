import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf, writeAll } from '#shared/documents.ts';
import { TransientError, valueWhen } from '#shared/errors.ts';
import type { Once } from './idempotency.ts';
import { registrationsIn } from './readRegistration.ts';
import { type NewRegistration, statusOf } from './registration.ts';
import {
  expiryAttribute,
  idempotencyKey,
  nameKey,
  outbox,
  registrationKey,
} from './registrationKeys.ts';
import { registrationNames } from './registrationNames.ts';
import type { Committed, SettlePorts } from './settleRegistration.ts';

const ONE_DAY_SECONDS = 24 * 60 * 60;
const ATTEMPTS = 3;

const KnownAnswer = z.object({
  bodyHash: z.string(),
  registrationId: z.string(),
  tenantId: z.string(),
});

type Table = { documents: DynamoDBDocumentClient; tableName: string; now: () => Date };
type SignUp = { registration: NewRegistration; once: Once | undefined };

const puts = (table: Table, { registration, once }: SignUp) => {
  const { registrationId, tenantId } = registration;
  const nowSeconds = Math.floor(table.now().getTime() / 1000);
  const put = (Item: object, free = 'attribute_not_exists(pk)') => ({
    TableName: table.tableName,
    Item,
    ConditionExpression: free,
  });
  // Ids of this kind are the form's alone: no other TenantRegistered is admitted under them.
  const marked = { ...registration, settled: true, [outbox.partition]: outbox.pending };
  const answer = {
    ...once,
    registrationId,
    tenantId,
    [expiryAttribute]: nowSeconds + ONE_DAY_SECONDS,
  };
  return [
    { Put: put({ ...registrationKey(registrationId), ...marked }) },
    { Put: put({ ...nameKey(registration.tenantName), registrationId }) },
    ...(once
      ? [
          {
            Put: {
              ...put(
                { ...answer, ...idempotencyKey(once) },
                `attribute_not_exists(pk) OR ${expiryAttribute} < :now`,
              ),
              ExpressionAttributeValues: { ':now': nowSeconds },
            },
          },
        ]
      : []),
  ];
};

const knownAnswer = async (table: Table, once: Once): Promise<Committed> => {
  const item = itemOf(table.documents, table.tableName);
  const known = KnownAnswer.parse(await item(idempotencyKey(once)));
  return known.bodyHash === once.bodyHash ? { kind: 'repeated', ...known } : { kind: 'keyReused' };
};

/** Gives the name back if its holder has failed or left; answers whether nobody holds it any more. */
const freed = async ({ documents, tableName }: Table, tenantName: string): Promise<boolean> => {
  const { byId, byName } = registrationsIn(documents, tableName);
  const holder = await byName(tenantName);
  // Its holder may have given it back after the refusal.
  if (!holder) return true;
  if (!['failed', 'offboarded'].includes(statusOf(holder))) return false;
  await registrationNames(documents, tableName, byId).releaseName(holder.registrationId);
  return true;
};

/** Where each item stands among those that are written. */
const REGISTRATION = 0;
const NAME = 1;
const KEY = 2;

const refusal = async (
  table: Table,
  { registration, once }: SignUp,
  refused: readonly number[],
): Promise<Committed | 'conflict'> => {
  if (once && refused.includes(KEY)) return knownAnswer(table, once);
  const { registrationId, tenantId } = registration;
  if (refused.includes(REGISTRATION)) return { kind: 'repeated', registrationId, tenantId };
  const isTaken = refused.includes(NAME) && !(await freed(table, registration.tenantName));
  return isTaken ? { kind: 'nameTaken' } : 'conflict';
};

const attempt = async (table: Table, signUp: SignUp): Promise<Committed | 'conflict'> => {
  const writing = writeAll(table.documents, puts(table, signUp));
  const refused = await writing.catch(valueWhen('conflict', 'TransientError'));
  if (refused === 'conflict') return refused;
  return refused.length === 0 ? { kind: 'committed' } : refusal(table, signUp, refused);
};

/**
 * Commits registrations to their table. One that meets another in mid-air is tried again; a name is free
 * as soon as its holder has failed or left, even where it was not given back yet.
 */
export const commitRegistration =
  (table: Table): SettlePorts['commit'] =>
  async (registration, once) => {
    for (let tried = 0; tried < ATTEMPTS; tried += 1) {
      const committed = await attempt(table, { registration, once });
      if (committed !== 'conflict') return committed;
    }
    throw new TransientError('other registrations of the same name or key are under way');
  };
