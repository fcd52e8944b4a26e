import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { TenantId } from '#events/fields.ts';
import { writeAll } from '#shared/documents.ts';
import type { Operation, StandingRoute } from '#shared/route.ts';
import { clientKey } from '#shared/routingTable.ts';
import { dueFrom, routeDue } from '../tenants/routeDue.ts';
import { type RouteUpdate, updateRoute } from '../tenants/updateRoute.ts';
import type { OffboardingInput } from './offboardingInput.ts';

type Update = Omit<RouteUpdate, 'ExpressionAttributeNames'>;

const ATTRIBUTES = {
  '#operation': 'operation',
  '#status': 'status',
  '#protected': 'protected',
  '#change': 'statusChange',
  '#sequence': 'sequence',
  '#dueFor': routeDue.partition,
  '#due': routeDue.sort,
} as const;

/** The names of these that an update uses: DynamoDB refuses others. */
const namesIn = ({ UpdateExpression, ConditionExpression }: Update) =>
  Object.fromEntries(
    Object.entries(ATTRIBUTES).filter(([name]) =>
      new RegExp(`${name}\\b`).test(`${UpdateExpression} ${ConditionExpression}`),
    ),
  );

/** That the operation is the one that is at work, and erases the tenant that it was accepted for. */
const MINE = '#operation.id = :me';

const Due = z.array(z.object({ tenantId: TenantId }));

/** One run of the starter takes at most so many; the next run takes the rest. */
const MOST_DUE = 100;

/** Sorts after whatever is due at this time or earlier. */
const dueBy = (at: Date): string => `${at.toISOString()}~`;

const acceptance = (
  { tenantId, eraseAt }: StandingRoute,
  operation: Operation,
  protectedByDefault: boolean,
): Update => ({
  UpdateExpression: 'SET #operation = :operation, #dueFor = :dueFor, #due = :due',
  ConditionExpression: `eraseAt = :eraseAt AND attribute_not_exists(#operation) AND (#protected = :no${protectedByDefault ? '' : ' OR attribute_not_exists(#protected)'})`,
  ExpressionAttributeValues: {
    ':operation': operation,
    ':dueFor': routeDue.value,
    ':due': dueFrom(tenantId, operation.since)[routeDue.sort],
    ':eraseAt': eraseAt,
    ':no': false,
  },
});

type Change = (tenantId: string, update: Update) => Promise<StandingRoute | undefined>;

const changing = (documents: DynamoDBDocumentClient, TableName: string): Change => {
  const change = updateRoute(documents, TableName);
  return (tenantId, update) =>
    change(tenantId, { ...update, ExpressionAttributeNames: namesIn(update) });
};

const erasuresOf = (change: Change) => ({
  /** Lets nobody in any more; refused where the tenant stays by now, or is another, or is changed by another operation. */
  seal: ({ tenantId, eventId, owner }: OffboardingInput, since: string) =>
    change(tenantId, {
      UpdateExpression:
        'SET sealedFrom = if_not_exists(sealedFrom, #status), #status = :erasing, #operation = :operation REMOVE #dueFor, #due',
      ConditionExpression: `writtenFor = :owner AND attribute_exists(eraseAt) AND (attribute_not_exists(#operation) OR ${MINE})`,
      ExpressionAttributeValues: {
        ':erasing': 'erasing',
        ':operation': { id: eventId, kind: 'offboarding', since },
        ':owner': owner,
        ':me': eventId,
      },
    }),
  /** Undoes `seal`, for as long as nothing was erased; what is told of the failure has a sequence of its own. */
  unseal: ({ tenantId, eventId }: OffboardingInput) =>
    change(tenantId, {
      UpdateExpression:
        'SET #status = sealedFrom, #change.#sequence = #change.#sequence + :one REMOVE sealedFrom, #operation',
      ConditionExpression: `${MINE} AND attribute_exists(sealedFrom) AND attribute_not_exists(erasedBy)`,
      ExpressionAttributeValues: { ':me': eventId, ':one': 1 },
    }),
  /** From here on all of the tenant is being erased. */
  begin: ({ tenantId, eventId }: OffboardingInput) =>
    change(tenantId, {
      UpdateExpression: 'SET erasedBy = :me',
      ConditionExpression: `${MINE} AND #status = :erasing`,
      ExpressionAttributeValues: { ':me': eventId, ':erasing': 'erasing' },
    }),
});

const startsOf = (documents: DynamoDBDocumentClient, TableName: string, change: Change) => ({
  /** The tenants that have something to do by now, those that have waited longest first. */
  async due(now: Date): Promise<{ tenantId: string }[]> {
    const query = new QueryCommand({
      TableName,
      IndexName: routeDue.index,
      KeyConditionExpression: '#dueFor = :dueFor AND #due < :by',
      ExpressionAttributeNames: { '#dueFor': routeDue.partition, '#due': routeDue.sort },
      ExpressionAttributeValues: { ':dueFor': routeDue.value, ':by': dueBy(now) },
      Limit: MOST_DUE,
    });
    return Due.parse((await documents.send(query)).Items);
  },
  /** Begins an operation of a tenant that is to leave, unless another is under way, or it is protected. */
  accept: (route: StandingRoute, operation: Operation, protectedByDefault: boolean) =>
    change(route.tenantId, acceptance(route, operation, protectedByDefault)),
  /** Notes that the run of an operation is there. */
  markStarted: (tenantId: string, operationId: string) =>
    change(tenantId, {
      UpdateExpression: 'REMOVE #dueFor, #due',
      ConditionExpression: MINE,
      ExpressionAttributeValues: { ':me': operationId },
    }),
});

/** The changes of a tenant's route by which it leaves. Each answers the route as it is then; undefined when refused. */
export const erasureRoutes = (documents: DynamoDBDocumentClient, TableName: string) => {
  const change = changing(documents, TableName);
  return {
    ...startsOf(documents, TableName, change),
    ...erasuresOf(change),
    /** Removes the route of a tenant that this operation erases; succeeds when it is gone. */
    async drop({ tenantId, appClientId }: StandingRoute, operationId: string): Promise<void> {
      await writeAll(documents, [
        {
          Delete: {
            TableName,
            Key: { tenantId },
            ConditionExpression: 'erasedBy = :me',
            ExpressionAttributeValues: { ':me': operationId },
          },
        },
        { Delete: { TableName, Key: clientKey(appClientId) } },
      ]);
    },
  };
};
