import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { writeAll } from '#shared/documents.ts';
import type { DeliverPorts } from './deliver.ts';
import type { Attempt, Delivery, Lane } from './delivery.ts';
import { dueAt, expiry, keys } from './webhookKeys.ts';

/** A lane that waits, where the index has it. */
const heldRow = ({ webhookId, tenantId }: Lane, until: string) => ({
  ...keys.held({ webhookId, tenantId }),
  tenantId,
  dueFor: webhookId,
  due: dueAt(until, tenantId),
});

/**
 * What an attempt changes: the delivery moves on, its lane waits if it must, and the log has a line. One that failed
 * and waits no more was taken by another visit, or its tenant has left: it does not come back.
 */
const changes = (TableName: string, delivery: Delivery, attempt: Attempt) => {
  const { at, status, next } = attempt;
  const { webhookId } = delivery;
  const put = (key: object, item: object) => ({
    Put: { TableName, Item: { ...key, ...item, ...expiry(new Date(at)) } },
  });
  const tried = { ...delivery, attempts: attempt.attempt };
  const waits = { ConditionExpression: 'attribute_exists(pk)' };
  const common = [
    put(keys.log(webhookId, attempt), attempt),
    { Delete: { TableName, Key: keys.arrival(delivery) } },
  ];
  if (status === 'failed' && next !== undefined) {
    const again = { Put: { ...put(keys.waiting(delivery), tried).Put, ...waits } };
    return [...common, again, put({}, heldRow(delivery, next))];
  }
  const ended = { TableName, Key: keys.waiting(delivery) };
  if (status === 'delivered') return [...common, { Delete: ended }];
  return [
    ...common,
    { Delete: { ...ended, ...waits } },
    put(keys.dead(webhookId, delivery.eventId), { ...tried, ...attempt }),
  ];
};

/** What attempts make of the lanes of the webhook table. */
export const laneChanges = (
  documents: DynamoDBDocumentClient,
  TableName: string,
): Pick<DeliverPorts, 'record' | 'forget' | 'letGo' | 'putBack'> => {
  const remove = async (Key: Record<string, string>): Promise<void> => {
    await documents.send(new DeleteCommand({ TableName, Key }));
  };
  return {
    async record(delivery, attempt) {
      await writeAll(documents, changes(TableName, delivery, attempt));
    },
    async forget(some) {
      await Promise.all(some.map((arrival) => remove(keys.arrival(arrival))));
    },
    letGo: (lane) => remove(keys.held(lane)),
    async putBack(lane, now) {
      const Item = { ...heldRow(lane, now.toISOString()), ...expiry(now) };
      await documents.send(new PutCommand({ TableName, Item }));
    },
  };
};
