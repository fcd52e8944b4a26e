import { DeleteCommand, type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { TenantDataErased, TenantOffboarded } from '#events/schemas/offboarding.ts';
import type { Found } from '#shared/eraseTenant.ts';
import type { Lane } from './delivery.ts';
import type { Endpoint } from './endpoint.ts';
import { deadPartition, keys, partitionsOf } from './webhookKeys.ts';

const Row = z.object({
  pk: z.string(),
  sk: z.string(),
  tenantId: z.string().optional(),
  type: z.string().optional(),
  eventId: z.string().optional(),
  since: z.string().optional(),
});
type Row = z.infer<typeof Row>;

const columns = Object.keys(Row.shape);

/** What tells that the tenant has left, and of nobody: subscribers get it all the same. */
const TOLD: readonly string[] = [TenantOffboarded.type, TenantDataErased.type];

/** As many rows as are deleted side by side. */
const AT_ONCE = 25;

export type LeavingPorts = {
  documents: DynamoDBDocumentClient;
  tableName: string;
  endpoints(): Promise<Endpoint[]>;
  /** Removes an endpoint's own row. */
  remove(webhookId: string): Promise<void>;
};

const rowsIn = ({ documents, tableName: TableName }: LeavingPorts) => {
  const query = async (pk: string, begins: string): Promise<Row[]> => {
    const input = {
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :begins)',
      ProjectionExpression: columns.map((name) => `#${name}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(columns.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: { ':pk': pk, ':begins': begins },
      ConsistentRead: true,
    };
    const found: Row[] = [];
    for await (const { Items = [] } of paginateQuery({ client: documents }, input)) {
      found.push(...z.array(Row).parse(Items));
    }
    return found;
  };
  return {
    waiting: (lane: Lane) => query(keys.waitingIn(lane).pk, keys.waitingIn(lane).sk),
    dead: async ({ webhookId, tenantId }: Lane) => {
      const rows = await query(deadPartition(webhookId), '');
      return rows.filter((row) => row.tenantId === tenantId);
    },
    all: async (lane: Lane) =>
      (await Promise.all(partitionsOf(lane).map((pk) => query(pk, '')))).flat(),
  };
};

/** What is deleted with a delivery that waits: that it has come. */
const arrivalOf = (webhookId: string, { eventId, since }: Row): Row[] =>
  eventId === undefined || since === undefined ? [] : [keys.arrival({ webhookId, eventId, since })];

/** What one endpoint has of the tenant: how much of it waits, how much is dead, and all rows that go. */
const lookAt = async (
  rows: ReturnType<typeof rowsIn>,
  { webhookId, tenantId: only }: Endpoint,
  tenantId: string,
) => {
  const lane = { webhookId, tenantId };
  const isOwn = only === tenantId;
  const isErased = ({ type = '' }: Row): boolean => isOwn || !TOLD.includes(type);
  const waiting = (await rows.waiting(lane)).filter(isErased);
  const dead = (await rows.dead(lane)).filter(isErased);
  const arrived = waiting.flatMap((row) => arrivalOf(webhookId, row));
  return {
    webhookId,
    isOwn,
    waiting: waiting.length,
    dead: dead.length,
    rows: isOwn ? await rows.all(lane) : [...arrived, ...waiting, ...dead],
  };
};

type Looked = Awaited<ReturnType<typeof lookAt>>;

const erasing = ({ documents, tableName: TableName, remove }: LeavingPorts) => {
  const removeRow = ({ pk, sk }: Row) =>
    documents.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
  return async ({ webhookId, isOwn, rows }: Looked): Promise<void> => {
    for (let at = 0; at < rows.length; at += AT_ONCE) {
      await Promise.all(rows.slice(at, at + AT_ONCE).map(removeRow));
    }
    // Last: a run that was cut off finds its rows by it.
    if (isOwn) await remove(webhookId);
  };
};

const total = (all: readonly Looked[], of: 'waiting' | 'dead'): number =>
  all.reduce((sum, one) => sum + one[of], 0);

/**
 * What is kept of a tenant that has left: the endpoints that are for it alone, with all that they have, and its
 * deliveries to others that wait or are dead. Their logs, which tell of nobody, expire.
 */
export const leavingWebhooks =
  (ports: LeavingPorts) =>
  async ({ tenantId }: { tenantId: string }): Promise<Found> => {
    const rows = rowsIn(ports);
    const all: Looked[] = [];
    for (const endpoint of await ports.endpoints()) {
      all.push(await lookAt(rows, endpoint, tenantId));
    }
    return {
      items: [
        { kind: 'endpoints', count: all.filter(({ isOwn }) => isOwn).length },
        { kind: 'deliveries', count: total(all, 'waiting') },
        { kind: 'deadLetters', count: total(all, 'dead') },
      ],
      async erase() {
        const erase = erasing(ports);
        for (const one of all) await erase(one);
      },
    };
  };
