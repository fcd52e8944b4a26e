import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { tenantNameKey } from '#events/fields.ts';
import { refused } from '#shared/errors.ts';
import type { Fact, Recorded } from './projection.ts';
import { Registration } from './registration.ts';
import { registrationKey } from './registrationKeys.ts';

/** A fact of a TenantRegistered that may not be the one that the registration's row was made for. */
export type RivalFact = Fact & { registeredEventId: string };

/** Where the sign-up of another TenantRegistered is kept until it is known whose the registration is. */
const saidBy = (registeredEventId: string): string => `said#${registeredEventId}`;

const Row = Registration.extend({
  settled: z.boolean().optional(),
  /** The name of the sign-up that was displaced: it is kept, so that giving it back can be tried again. */
  displacedName: z.string().optional(),
});

/** Keeps what another TenantRegistered says of the same registration id. */
export const keepSignUp = async (
  documents: DynamoDBDocumentClient,
  TableName: string,
  { registrationId, registeredEventId, first }: RivalFact,
): Promise<Recorded> => {
  const update = new UpdateCommand({
    TableName,
    Key: registrationKey(registrationId),
    UpdateExpression: 'SET #said = :said',
    ConditionExpression:
      'attribute_exists(pk) AND #cause <> :cause AND attribute_not_exists(settled)',
    ExpressionAttributeNames: { '#said': saidBy(registeredEventId), '#cause': 'registeredEventId' },
    ExpressionAttributeValues: { ':said': first, ':cause': registeredEventId },
  });
  await documents.send(update).catch(refused);
  return {};
};

const SIGN_UP = ['tenantId', 'tenantName', 'adminEmail', 'tier', 'phone', 'address'] as const;

const replacing = (TableName: string, fact: RivalFact, row: { said: object; before: string }) => {
  const sets: Record<string, unknown> = {
    ...row.said,
    ...fact.first,
    ...fact.latest,
    [fact.name]: fact.eventId,
    announcedEventId: fact.registeredEventId,
    registeredEventId: fact.registeredEventId,
    settled: true,
  };
  const names = Object.keys(sets).filter((name) => sets[name] !== undefined);
  const gone = SIGN_UP.filter((name) => !names.includes(name));
  const removed = gone.length > 0 ? ` REMOVE ${gone.map((name) => `#${name}`).join(', ')}` : '';
  return new UpdateCommand({
    TableName,
    Key: registrationKey(fact.registrationId),
    UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}${removed}`,
    ConditionExpression: '#registeredEventId = :before AND attribute_not_exists(settled)',
    ExpressionAttributeNames: Object.fromEntries(
      [...names, ...gone].map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: {
      ...Object.fromEntries(names.map((name) => [`:${name}`, sets[name]])),
      ':before': row.before,
    },
  });
};

const Said = z.looseObject({ tenantName: z.string().optional() });

/** The name that the registration has no more; undefined when both are called the same. */
const displacedBy = (
  { tenantName = '' }: { tenantName?: string | undefined },
  { tenantName: before }: Registration,
): string | undefined =>
  before !== undefined && tenantNameKey(before) !== tenantNameKey(tenantName) ? before : undefined;

/** Makes the registration that of another TenantRegistered than was seen first, which was not admitted. */
export const displaceSignUp = async (
  documents: DynamoDBDocumentClient,
  TableName: string,
  fact: RivalFact,
): Promise<Recorded> => {
  const Key = registrationKey(fact.registrationId);
  const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  const row = Row.parse(Item);
  const before = row.registeredEventId;
  if (before === fact.registeredEventId) return { displacedName: row.displacedName };
  if (before === undefined || row.settled) return {};
  const said = Said.parse(Item?.[saidBy(fact.registeredEventId)] ?? {});
  const displacedName = displacedBy({ ...said, ...fact.first }, row);
  const replacement = { said: { ...said, displacedName }, before };
  await documents.send(replacing(TableName, fact, replacement)).catch(refused);
  return { displacedName };
};
