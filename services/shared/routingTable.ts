import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { refused } from './errors.ts';
import { logger } from './logger.ts';
import { Route, StandingRoute } from './route.ts';

const names = Object.fromEntries(
  Object.keys(StandingRoute.shape).map((name) => [`#${name}`, name]),
);

/** Never reads a tenant's API key. */
const withoutKey = {
  ProjectionExpression: Object.keys(names).join(', '),
  ExpressionAttributeNames: names,
};

const LastKey = z.object({ tenantId: z.string() }).optional();

/** A page of routes in the table's own order. */
export type RoutePage = { limit: number; after: string | undefined };

/** The event of a user, made or not, of a tenant that was announced by this TenantProvisioned. */
export type UserOutcome = { tenantId: string; provisionedEventId: string; eventId: string };

/** Writes and removals of an owner's own route, as long as nobody uses it or was promised it: see `isProtected`. */
const unused = (owner: string) => ({
  ConditionExpression:
    'attribute_not_exists(tenantId) OR (writtenFor = :me AND attribute_not_exists(firstUserEventId) AND (attribute_not_exists(announced) OR attribute_exists(givenUpFor)))',
  ExpressionAttributeValues: { ':me': owner },
});

const readsOf = (documents: DynamoDBDocumentClient, TableName: string) => ({
  /** A tenant's route as it is at this moment, without its API key. */
  async routeOf(tenantId: string): Promise<StandingRoute | undefined> {
    const get = { TableName, Key: { tenantId }, ConsistentRead: true };
    const { Item } = await documents.send(new GetCommand({ ...get, ...withoutKey }));
    return Item && StandingRoute.parse(Item);
  },
  /** The same with its API key. A route that breaks its schema is none: its requests are denied. */
  async routeWithKey(tenantId: string): Promise<Route | undefined> {
    const get = new GetCommand({ TableName, Key: { tenantId }, ConsistentRead: true });
    const { Item } = await documents.send(get);
    if (!Item) return undefined;
    const { data, error } = Route.safeParse(Item);
    if (error) logger.error('route breaks its schema', { tenantId, error });
    return data;
  },
  /** One page; `last` is the tenant to go on after, undefined at the end. */
  async page({ limit, after }: RoutePage) {
    const scan = new ScanCommand({
      TableName,
      Limit: limit,
      ...withoutKey,
      ...(after !== undefined && { ExclusiveStartKey: { tenantId: after } }),
    });
    const { Items = [], LastEvaluatedKey } = await documents.send(scan);
    const last = LastKey.parse(LastEvaluatedKey)?.tenantId;
    return { routes: z.array(StandingRoute).parse(Items), last };
  },
  /** All routes, each read consistently. */
  async all(): Promise<StandingRoute[]> {
    const routes: StandingRoute[] = [];
    const scan = { TableName, ConsistentRead: true, ...withoutKey };
    for await (const { Items = [] } of paginateScan({ client: documents }, scan)) {
      routes.push(...z.array(StandingRoute).parse(Items));
    }
    return routes;
  },
});

const writesOf = (documents: DynamoDBDocumentClient, TableName: string) => ({
  /** Writes the route unless another owner's is there, or a protected one; then it answers false. */
  async write(route: Route): Promise<boolean> {
    const put = new PutCommand({ TableName, ...unused(route.writtenFor), Item: route });
    return documents.send(put).then(() => true, refused);
  },
  /** Removes this owner's route unless it is protected; succeeds when there is none of this owner. */
  async remove(tenantId: string, owner: string): Promise<void> {
    const remove = new DeleteCommand({ TableName, ...unused(owner), Key: { tenantId } });
    await documents.send(remove).catch(refused);
  },
});

/** That a route stands by the TenantProvisioned of an event. */
const STANDS = 'provisionedEventId = :announced';

type Mark = { set: string; value: string | boolean; condition: string };

const marksOf = (documents: DynamoDBDocumentClient, TableName: string) => {
  const mark = (
    { tenantId, provisionedEventId }: Pick<UserOutcome, 'tenantId' | 'provisionedEventId'>,
    { set, value, condition }: Mark,
  ): Promise<boolean> => {
    const update = new UpdateCommand({
      TableName,
      Key: { tenantId },
      UpdateExpression: `SET ${set}`,
      ConditionExpression: condition,
      ExpressionAttributeValues: { ':value': value, ':announced': provisionedEventId },
    });
    return documents.send(update).then(() => true, refused);
  };
  return {
    /** Notes that the tenant is announced now; false when no route of that TenantProvisioned stands. */
    markAnnounced: (tenantId: string, provisionedEventId: string) =>
      mark(
        { tenantId, provisionedEventId },
        { set: 'announced = :value', value: true, condition: STANDS },
      ),
    /** Notes the first user of a tenant; false when no route of that TenantProvisioned stands. */
    note: (user: UserOutcome) =>
      mark(user, {
        set: 'firstUserEventId = if_not_exists(firstUserEventId, :value)',
        value: user.eventId,
        condition: STANDS,
      }),
    /** Lets the tenant be undone for the failure of its first admin; false when people use it, or it is another. */
    giveUp: (failure: UserOutcome) =>
      mark(failure, {
        set: 'givenUpFor = :value',
        value: failure.eventId,
        condition: `${STANDS} AND attribute_not_exists(firstUserEventId)`,
      }),
  };
};

/** The routing table: each tenant's route, by the tenant's id. A route that breaks its schema throws. */
export const routingTable = (documents: DynamoDBDocumentClient, TableName: string) => ({
  ...readsOf(documents, TableName),
  ...writesOf(documents, TableName),
  ...marksOf(documents, TableName),
});
