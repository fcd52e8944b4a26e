import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { TransientError } from '#shared/errors.ts';
import type { Committed, Once, RegisterPorts } from './register.ts';
import type { NewRegistration } from './registration.ts';
import {
  expiryAttribute,
  idempotencyKey,
  nameKey,
  outbox,
  registrationKey,
} from './registrationKeys.ts';

const ONE_DAY_SECONDS = 24 * 60 * 60;
const ATTEMPTS = 3;

const KnownAnswer = z.object({
  bodyHash: z.string(),
  registrationId: z.string(),
  tenantId: z.string(),
});

type Table = { documents: DynamoDBDocumentClient; tableName: string; now: () => Date };

const puts = (table: Table, registration: NewRegistration, once: Once | undefined) => {
  const { registrationId, tenantId } = registration;
  const nowSeconds = Math.floor(table.now().getTime() / 1000);
  const put = (Item: object, free = 'attribute_not_exists(pk)') => ({
    TableName: table.tableName,
    Item,
    ConditionExpression: free,
  });
  const marked = { ...registration, [outbox.partition]: outbox.pending };
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
                { ...answer, ...idempotencyKey(once.key) },
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
  const { Item } = await table.documents.send(
    new GetCommand({
      TableName: table.tableName,
      Key: idempotencyKey(once.key),
      ConsistentRead: true,
    }),
  );
  const known = KnownAnswer.parse(Item);
  return known.bodyHash === once.bodyHash ? { kind: 'repeated', ...known } : { kind: 'keyReused' };
};

const refusal = async (
  table: Table,
  cancelled: TransactionCanceledException,
  once: Once | undefined,
): Promise<Committed | 'conflict'> => {
  const [, name, key] = cancelled.CancellationReasons?.map((reason) => reason.Code) ?? [];
  if (once && key === 'ConditionalCheckFailed') return knownAnswer(table, once);
  return name === 'ConditionalCheckFailed' ? { kind: 'nameTaken' } : 'conflict';
};

const attempt = async (
  table: Table,
  registration: NewRegistration,
  once: Once | undefined,
): Promise<Committed | 'conflict'> => {
  try {
    const TransactItems = puts(table, registration, once);
    await table.documents.send(new TransactWriteCommand({ TransactItems }));
    return { kind: 'committed' };
  } catch (error) {
    if (error instanceof TransactionCanceledException) return refusal(table, error, once);
    throw error;
  }
};

/** Commits registrations to their table; one that meets another in mid-air is tried again. */
export const commitRegistration =
  (table: Table): RegisterPorts['commit'] =>
  async (registration, once) => {
    for (let tried = 0; tried < ATTEMPTS; tried += 1) {
      const committed = await attempt(table, registration, once);
      if (committed !== 'conflict') return committed;
    }
    throw new TransientError('other registrations of the same name or key are under way');
  };
