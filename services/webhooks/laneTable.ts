import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf, writeAll } from '#shared/documents.ts';
import { refused } from '#shared/errors.ts';
import type { LanePorts } from './deliverLane.ts';
import { type Attempt, Delivery, type Lane } from './delivery.ts';
import { dueAt, dueBy, dueIndex, expiry, keys } from './webhookKeys.ts';

const Arrivals = z.object({ arrivals: z.number() });
const Due = z.array(z.object({ tenantId: z.string() }));

/** Longer than any function that works a lane may run: nobody else takes it meanwhile. */
export const LEASE_MS = 90_000;

/** What an attempt changes: the delivery moves on, its lane waits, and the log has a line. */
const changes = (TableName: string, delivery: Delivery, attempt: Attempt) => {
  const { at, status, next } = attempt;
  const put = (key: object, item: object) => ({
    Put: { TableName, Item: { ...key, ...item, ...expiry(new Date(at)) } },
  });
  const tried = { ...delivery, attempts: attempt.attempt };
  const log = put(keys.log(delivery.webhookId, attempt), attempt);
  if (status === 'failed' && next !== undefined) {
    return [put(keys.waiting(delivery), tried), setDue(TableName, delivery, next), log];
  }
  const ended = { Delete: { TableName, Key: keys.waiting(delivery) } };
  if (status === 'delivered') return [ended, log];
  return [
    ended,
    put(keys.dead(delivery.webhookId, delivery.eventId), { ...tried, ...attempt }),
    log,
  ];
};

const setDue = (TableName: string, lane: Lane, at: string) => ({
  Update: {
    TableName,
    Key: keys.lane(lane),
    UpdateExpression: 'SET due = :due',
    ExpressionAttributeValues: { ':due': dueAt(new Date(at), lane.tenantId) },
  },
});

/** The lanes of the webhook table, for those who work them. */
export const laneTable = (
  documents: DynamoDBDocumentClient,
  TableName: string,
): Omit<LanePorts, 'isSuspended' | 'now' | 'endpoint' | 'disable' | 'post'> => ({
  async claim(lane, now) {
    const lease = new Date(now.getTime() + LEASE_MS).toISOString();
    const { Update } = setDue(TableName, lane, lease);
    const claim = new UpdateCommand({
      ...Update,
      ConditionExpression: 'due <= :now',
      ExpressionAttributeValues: { ...Update.ExpressionAttributeValues, ':now': dueBy(now) },
      ReturnValues: 'ALL_NEW',
    });
    const taken = await documents.send(claim).catch(refused);
    return taken ? Arrivals.parse(taken.Attributes).arrivals : undefined;
  },
  async first({ webhookId, tenantId }) {
    const { pk, sk } = keys.waitingIn({ webhookId, tenantId });
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :waiting)',
      ExpressionAttributeValues: { ':pk': pk, ':waiting': sk },
      ConsistentRead: true,
      Limit: 1,
    });
    const { Items = [] } = await documents.send(query);
    return Items[0] && Delivery.parse(Items[0]);
  },
  async record(delivery, attempt) {
    await writeAll(documents, changes(TableName, delivery, attempt));
  },
  async release(lane, now) {
    const { Update } = setDue(TableName, lane, now.toISOString());
    await documents.send(new UpdateCommand(Update));
  },
  async leave(lane, arrivals) {
    const Key = keys.lane(lane);
    const leave = new DeleteCommand({
      TableName,
      Key,
      ConditionExpression: 'arrivals = :seen',
      ExpressionAttributeValues: { ':seen': arrivals },
    });
    if (await documents.send(leave).catch(refused)) return undefined;
    const Item = await itemOf(documents, TableName)(Key);
    return Item && Arrivals.parse(Item).arrivals;
  },
});

/** One sweep takes at most this many lanes of an endpoint; the next one takes the rest. */
const LANES_AT_ONCE = 200;

/** The tenants with a delivery to an endpoint that is due, longest due first. */
export const dueLanesIn =
  (documents: DynamoDBDocumentClient, TableName: string) =>
  async (webhookId: string, now: Date): Promise<Lane[]> => {
    const query = new QueryCommand({
      TableName,
      IndexName: dueIndex.index,
      KeyConditionExpression: '#partition = :webhook AND #sort <= :now',
      ExpressionAttributeNames: { '#partition': dueIndex.partition, '#sort': dueIndex.sort },
      ExpressionAttributeValues: { ':webhook': webhookId, ':now': dueBy(now) },
      Limit: LANES_AT_ONCE,
    });
    const { Items = [] } = await documents.send(query);
    return Due.parse(Items).map(({ tenantId }) => ({ webhookId, tenantId }));
  };
