import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { refused } from '#shared/errors.ts';
import type { Fact, ProjectionPorts } from './projection.ts';
import { keptOfLeft } from './registration.ts';
import { registrationKey } from './registrationKeys.ts';
import { displaceSignUp, keepSignUp } from './rivalSignUps.ts';

/** Two sets of attributes, those that the newest fact overwrites and those that the first one keeps. */
const expressions = (fact: Fact) => {
  const settled = fact.settles ? { settled: true } : {};
  const latest = Object.entries({ ...fact.latest, ...settled, [fact.name]: fact.sequence });
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

/** Whether the tenant has left: what is recorded then is nothing of a person. */
const STANDS = ' AND attribute_not_exists(offboarded)';
const HAS_LEFT = ' AND attribute_exists(offboarded)';

const ofThisRegistration = (registeredEventId: string | undefined) =>
  registeredEventId === undefined
    ? { condition: '', names: {}, values: {} }
    : {
        condition: ' AND (attribute_not_exists(#cause) OR #cause = :cause)',
        names: { '#cause': 'registeredEventId' },
        values: { ':cause': registeredEventId },
      };

const updateFor = (TableName: string, fact: Fact, only: string) => {
  const { UpdateExpression, names, values } = expressions(fact);
  const own = ofThisRegistration(fact.registeredEventId);
  return new UpdateCommand({
    TableName,
    Key: registrationKey(fact.registrationId),
    UpdateExpression,
    ConditionExpression: isNewest(fact) + own.condition + only,
    ExpressionAttributeNames: { ...names, ...own.names },
    ExpressionAttributeValues: { ...values, ...own.values },
  });
};

/** A fact without what is erased of a tenant that has left. */
const ofLeft = (fact: Fact): Fact => {
  const kept = Object.entries(fact.first).filter(([name]) =>
    keptOfLeft.some((each) => each === name),
  );
  return { ...fact, first: Object.fromEntries(kept) };
};

/** Of a tenant that has left nothing is recorded any more but what it was called. */
const recordOnce = async (
  documents: DynamoDBDocumentClient,
  TableName: string,
  fact: Fact,
): Promise<boolean> => {
  const write = (one: Fact, only: string): Promise<boolean> =>
    documents.send(updateFor(TableName, one, only)).then(() => true, refused);
  if (await write(fact, STANDS)) return true;
  return fact.name === 'announced' && write(ofLeft(fact), HAS_LEFT);
};

/**
 * Records a fact once: an older or a repeated one is dropped. Two TenantRegistered can name one
 * registration: the one that has an outcome is the one that was admitted, whichever came first here.
 */
export const recordFact =
  (documents: DynamoDBDocumentClient, TableName: string): ProjectionPorts['record'] =>
  async (fact) => {
    const recorded = await recordOnce(documents, TableName, fact);
    const { registeredEventId } = fact;
    if (recorded || registeredEventId === undefined) return {};
    const settle = fact.settles ? displaceSignUp : keepSignUp;
    return settle(documents, TableName, { ...fact, registeredEventId });
  };
