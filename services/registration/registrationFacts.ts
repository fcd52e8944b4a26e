import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unless } from '#shared/errors.ts';
import type { Fact, ProjectionPorts } from './projection.ts';
import { registrationKey } from './registrationKeys.ts';

/** Two sets of attributes, those that the newest fact overwrites and those that the first one keeps. */
const expressions = (fact: Fact) => {
  const latest = Object.entries({ ...fact.latest, [fact.name]: fact.eventId });
  const first = Object.entries(fact.first);
  const all = [...latest, ...first].filter(([, value]) => value !== undefined);
  const sets = (attributes: [string, unknown][], value: (name: string) => string) =>
    attributes
      .filter(([, given]) => given !== undefined)
      .map(([name]) => `#${name} = ${value(name)}`);
  return {
    UpdateExpression: `SET ${[
      ...sets(latest, (name) => `:${name}`),
      ...sets(first, (name) => `if_not_exists(#${name}, :${name})`),
    ].join(', ')}`,
    names: Object.fromEntries(all.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(all.map(([name, value]) => [`:${name}`, value])),
  };
};

const isNewest = (fact: Fact): string =>
  `(attribute_not_exists(#${fact.name}) OR #${fact.name} < :${fact.name})`;

const ofThisRegistration = (registeredEventId: string | undefined) =>
  registeredEventId === undefined
    ? { condition: '', names: {}, values: {} }
    : {
        condition: ' AND (attribute_not_exists(#cause) OR #cause = :cause)',
        names: { '#cause': 'registeredEventId' },
        values: { ':cause': registeredEventId },
      };

/** Records a fact once: an older, a repeated one, or one of another TenantRegistered is dropped. */
export const recordFact =
  (documents: DynamoDBDocumentClient, tableName: string): ProjectionPorts['record'] =>
  async (fact) => {
    const { UpdateExpression, names, values } = expressions(fact);
    const own = ofThisRegistration(fact.registeredEventId);
    const update = new UpdateCommand({
      TableName: tableName,
      Key: registrationKey(fact.registrationId),
      UpdateExpression,
      ConditionExpression: isNewest(fact) + own.condition,
      ExpressionAttributeNames: { ...names, ...own.names },
      ExpressionAttributeValues: { ...values, ...own.values },
    });
    await documents.send(update).catch(unless('ConditionalCheckFailedException'));
  };
