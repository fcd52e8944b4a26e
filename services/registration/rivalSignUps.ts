import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { signUpFields } from '#events/schemas/registration.ts';
import { BEGINNING } from '#events/sequence.ts';
import { itemOf } from '#shared/documents.ts';
import { refused, TransientError } from '#shared/errors.ts';
import { tenantNameKey } from '#shared/signUp/tenantNameKey.ts';
import type { Fact, Recorded } from './projection.ts';
import { Registration } from './registration.ts';
import { registrationKey } from './registrationKeys.ts';

/** A fact of a TenantRegistered that may not be the one that the registration's row was made for. */
export type RivalFact = Fact & { registeredEventId: string };

/** What the names of attributes begin with that keep sign-ups of other TenantRegistered. */
export const SAID = 'said#';

/** Where the sign-up of another TenantRegistered is kept until it is known whose the registration is. */
const saidBy = (registeredEventId: string): string => `${SAID}${registeredEventId}`;

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

/** What a TenantRegistered says. That of the admitted one may be still to come: then it writes these. */
const SIGN_UP = ['tenantId', ...Object.keys(signUpFields), 'registeredAt', 'announced'];

const Said = z.looseObject({ tenantName: z.string().optional() });
type Said = z.infer<typeof Said>;

type Replacement = { said: Said | undefined; displacedName: string | undefined; before: string };

const replacing = (
  TableName: string,
  fact: RivalFact,
  { said, displacedName, before }: Replacement,
) => {
  const sets: Record<string, unknown> = {
    ...(said && { ...said, announced: BEGINNING }),
    displacedName,
    ...fact.first,
    ...fact.latest,
    [fact.name]: fact.sequence,
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
    ConditionExpression: `#registeredEventId = :before AND attribute_not_exists(settled) AND ${said ? 'attribute_exists' : 'attribute_not_exists'}(#said)`,
    ExpressionAttributeNames: {
      ...Object.fromEntries([...names, ...gone].map((name) => [`#${name}`, name])),
      '#said': saidBy(fact.registeredEventId),
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(names.map((name) => [`:${name}`, sets[name]])),
      ':before': before,
    },
  });
};

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
  const Item = await itemOf(documents, TableName)(Key);
  const row = Row.parse(Item);
  const before = row.registeredEventId;
  if (before === fact.registeredEventId) return { displacedName: row.displacedName };
  if (before === undefined || row.settled) return {};
  const said = Said.optional().parse(Item?.[saidBy(fact.registeredEventId)]);
  const displacedName = displacedBy({ ...said, ...fact.first }, row);
  const update = replacing(TableName, fact, { said, displacedName, before });
  if (await documents.send(update).then(() => true, refused)) return { displacedName };
  throw new TransientError('the registration was written at the same moment');
};
