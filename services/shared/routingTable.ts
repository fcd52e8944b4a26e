import {
  type DynamoDBDocumentClient,
  GetCommand,
  paginateScan,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { TenantId } from '#events/fields.ts';
import { itemOf, writeAll } from './documents.ts';
import { refused, TransientError } from './errors.ts';
import { logger } from './logger.ts';
import { Route, StandingRoute } from './route.ts';

const names = Object.fromEntries(
  Object.keys(StandingRoute.shape).map((name) => [`#${name}`, name]),
);

/** Whose an app client is: what finds a token's tenant. */
export const ClientOwner = z.object({ clientOf: TenantId, userPoolId: z.string() });
export type ClientOwner = z.infer<typeof ClientOwner>;

/** Where it is told whose an app client is: beside the routes, written and removed with its tenant's. */
export const clientKey = (appClientId: string) => ({ tenantId: `client#${appClientId}` });

const ONLY_ROUTES = 'attribute_not_exists(clientOf)';

/** Never reads a tenant's API key. */
const withoutKey = {
  ProjectionExpression: Object.keys(names).join(', '),
  ExpressionAttributeNames: names,
};

const LastKey = z.record(z.string(), z.unknown()).optional();

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
    // What else is in the table has keys that are no tenant's.
    if (!TenantId.safeParse(tenantId).success) return undefined;
    const get = { TableName, Key: { tenantId }, ConsistentRead: true };
    const { Item } = await documents.send(new GetCommand({ ...get, ...withoutKey }));
    return Item && StandingRoute.parse(Item);
  },
  /** The same with its API key. A route that breaks its schema is none: its requests are denied. */
  async routeWithKey(tenantId: string): Promise<Route | undefined> {
    const Item = await itemOf(documents, TableName)({ tenantId });
    if (!Item) return undefined;
    const { data, error } = Route.safeParse(Item);
    if (error) logger.error('route breaks its schema', { tenantId, error });
    return data;
  },
  /** Whose an app client is; undefined when it is no tenant's. */
  async ownerOf(appClientId: string): Promise<ClientOwner | undefined> {
    const Item = await itemOf(documents, TableName)(clientKey(appClientId));
    return Item && ClientOwner.parse(Item);
  },
  /** One page; `last` is the tenant to go on after, undefined at the end. */
  async page({ limit, after }: RoutePage) {
    const routes: StandingRoute[] = [];
    let start = LastKey.parse(after === undefined ? undefined : { tenantId: after });
    do {
      const scan = new ScanCommand({
        TableName,
        Limit: limit - routes.length,
        FilterExpression: ONLY_ROUTES,
        ...withoutKey,
        ...(start && { ExclusiveStartKey: start }),
      });
      const { Items = [], LastEvaluatedKey } = await documents.send(scan);
      routes.push(...z.array(StandingRoute).parse(Items));
      start = LastKey.parse(LastEvaluatedKey);
    } while (start && routes.length < limit);
    return { routes, last: start && routes.at(-1)?.tenantId };
  },
  /** All routes, each read consistently. */
  async all(): Promise<StandingRoute[]> {
    const routes: StandingRoute[] = [];
    const scan = {
      TableName,
      ConsistentRead: true,
      FilterExpression: ONLY_ROUTES,
      ...withoutKey,
    };
    for await (const { Items = [] } of paginateScan({ client: documents }, scan)) {
      routes.push(...z.array(StandingRoute).parse(Items));
    }
    return routes;
  },
});

const clientOf = ({ tenantId, userPoolId }: Route) => ({ clientOf: tenantId, userPoolId });

const writesOf = (documents: DynamoDBDocumentClient, TableName: string) => ({
  /**
   * Writes the route, and whose its app client is, unless another owner's is there, or a protected one; then
   * it answers false. `before` is the route whose place it takes.
   */
  async write(route: Route, before?: StandingRoute): Promise<boolean> {
    const { appClientId } = route;
    const blocked = await writeAll(documents, [
      { Put: { TableName, ...unused(route.writtenFor), Item: route } },
      { Put: { TableName, Item: { ...clientKey(appClientId), ...clientOf(route) } } },
      ...(before && before.appClientId !== appClientId
        ? [{ Delete: { TableName, Key: clientKey(before.appClientId) } }]
        : []),
    ]);
    return blocked.length === 0;
  },
  /** Removes this owner's route unless it is protected; succeeds when there is none of this owner. */
  async remove(tenantId: string, owner: string): Promise<void> {
    const route = await readsOf(documents, TableName).routeOf(tenantId);
    if (route?.writtenFor !== owner) return;
    const { appClientId } = route;
    const { ConditionExpression, ExpressionAttributeValues } = unused(owner);
    const Delete = {
      TableName,
      Key: { tenantId },
      ConditionExpression: `(${ConditionExpression}) AND (attribute_not_exists(tenantId) OR appClientId = :client)`,
      ExpressionAttributeValues: { ...ExpressionAttributeValues, ':client': appClientId },
    };
    const client = { Delete: { TableName, Key: clientKey(appClientId) } };
    if ((await writeAll(documents, [{ Delete }, client])).length === 0) return;
    const now = await readsOf(documents, TableName).routeOf(tenantId);
    if (now?.writtenFor === owner && now.appClientId !== appClientId) {
      throw new TransientError(`the route of tenant ${tenantId} was changed at the same moment`);
    }
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
