import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { refused } from '#shared/errors.ts';
import type { DeliverPorts } from './deliver.ts';
import { Endpoint } from './endpoint.ts';
import { dueAt, dueBy, dueIndex, duePartitionOf, duePartitions, keys } from './webhookKeys.ts';

/** No function that visits an endpoint runs longer: after it, a visit that has not ended never will. */
export const LEASE_MS = 30_000;

/** Sets these attributes and removes those without a value. */
const changing = (attributes: Readonly<Record<string, unknown>>) => {
  const names = Object.keys(attributes);
  const set = names.filter((name) => attributes[name] !== undefined);
  const gone = names.filter((name) => attributes[name] === undefined);
  const parts = [
    ...(set.length > 0 ? [`SET ${set.map((name) => `#${name} = :${name}`).join(', ')}`] : []),
    ...(gone.length > 0 ? [`REMOVE ${gone.map((name) => `#${name}`).join(', ')}`] : []),
  ];
  return {
    UpdateExpression: parts.join(' '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      set.map((name) => [`:${name}`, attributes[name]]),
    ),
  };
};

/** Where an endpoint is in the index of what is due. */
const place = (webhookId: string, at: string | undefined) => ({
  due: at && dueAt(at, webhookId),
  dueFor: at && duePartitionOf(webhookId),
});

/** Visits to endpoints, one at a time to each. Their leases are on the endpoints' own rows. */
export const visitTable = (
  documents: DynamoDBDocumentClient,
  TableName: string,
): Pick<DeliverPorts, 'begin' | 'end'> => ({
  async begin(webhookId, now) {
    const busyUntil = new Date(now.getTime() + LEASE_MS).toISOString();
    const change = changing({ busyUntil, ...place(webhookId, busyUntil) });
    const begin = new UpdateCommand({
      TableName,
      Key: keys.endpoint(webhookId),
      ...change,
      ConditionExpression:
        'attribute_exists(pk) AND (attribute_not_exists(#busyUntil) OR #busyUntil <= :now)',
      ExpressionAttributeValues: { ...change.ExpressionAttributeValues, ':now': now.toISOString() },
      ReturnValues: 'ALL_NEW',
    });
    const begun = await documents.send(begin).catch(refused);
    return begun ? { endpoint: Endpoint.parse(begun.Attributes), lease: busyUntil } : undefined;
  },
  async end(webhookId, lease, { health, pausedUntil, retryAt, lookAt }) {
    const change = changing({
      health,
      busyUntil: pausedUntil,
      retryAt,
      ...place(webhookId, lookAt),
    });
    const end = new UpdateCommand({
      TableName,
      Key: keys.endpoint(webhookId),
      ...change,
      ConditionExpression: '#busyUntil = :lease',
      ExpressionAttributeValues: { ...change.ExpressionAttributeValues, ':lease': lease },
    });
    return documents.send(end).then(() => true, refused);
  },
});

/** The endpoints that are due for a visit. */
export const dueEndpointsIn =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  async (now: Date): Promise<Endpoint[]> => {
    const pages = await Promise.all(
      duePartitions.map((partition) =>
        documents.send(
          new QueryCommand({
            TableName,
            IndexName: dueIndex.index,
            KeyConditionExpression: '#partition = :partition AND #sort <= :now',
            ExpressionAttributeNames: { '#partition': dueIndex.partition, '#sort': dueIndex.sort },
            ExpressionAttributeValues: { ':partition': partition, ':now': dueBy(now) },
          }),
        ),
      ),
    );
    return z.array(Endpoint).parse(pages.flatMap(({ Items = [] }) => Items));
  };
