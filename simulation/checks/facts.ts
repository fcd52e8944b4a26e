import { unmarshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import type { MemoryDatabase, Write } from '#engine';
import { unfinishedIndex } from '../../services/identity/memberKeys.ts';
import { ErasureReceipt } from '../../services/provisioning/offboarding/erasureReceipt.ts';
import { routeDue } from '../../services/provisioning/tenants/routeDue.ts';
import { Registration, statusOf } from '../../services/registration/registration.ts';
import { nameKey, registrationKey } from '../../services/registration/registrationKeys.ts';
import { Route } from '../../services/shared/route.ts';

const Named = z.object({ id: z.string(), name: z.string() });
const ApiKey = z.object({ id: z.string(), name: z.string(), value: z.string() });
const Client = z.object({ id: z.string(), name: z.string(), poolId: z.string() });
const User = z.object({
  poolId: z.string(),
  username: z.string(),
  attributes: z.record(z.string(), z.string()),
});
const Table = z.object({
  TableName: z.string(),
  TableId: z.string(),
  DeletionProtectionEnabled: z.boolean().optional(),
  PointInTimeRecovery: z.object({}).optional(),
});
const Pool = Named.extend({ settings: z.object({ DeletionProtection: z.string() }) });
const Execution = z.object({
  name: z.string(),
  status: z.string(),
  input: z.string(),
  cause: z.string().optional(),
});
const Claim = z.object({ pk: z.string(), claimedBy: z.string() });
/** What a tenant's API key is to send, by `apiKey#<tenant>`. */
const KeyValue = z.object({ pk: z.string(), keptFor: z.string() });
/** Whose an app client is, by `client#<id>`. */
const ClientRow = z.object({ tenantId: z.string(), clientOf: z.string(), userPoolId: z.string() });
const OwnedRoute = Route.extend({ writtenFor: z.string() });
/** A row of the table of members: a membership or the beginning of one, a person, a tenant's count of admins. */
const MemberRow = z.object({
  pk: z.string(),
  tenantId: z.string().optional(),
  username: z.string().optional(),
  userPoolId: z.string().optional(),
  email: z.string().optional(),
  role: z.string().optional(),
  madeFor: z.string().optional(),
  membershipId: z.string().optional(),
  memberships: z.set(z.string()).optional(),
  leaving: z.boolean().optional(),
  closing: z.string().optional(),
  moving: z.string().optional(),
  unfinished: z.string().optional(),
  admins: z.number().optional(),
});
const Reservation = z.object({ pk: z.string(), registrationId: z.string() });
const Message = z.object({ queue: z.string() });

/** Queues of scheduled functions: whatever is in them, the next run has taken up. */
const SCHEDULED = /Relay|Sweep|Watch|Removals|Starter/;

const SEPARATOR = '\u0000';

const rows = (database: MemoryDatabase, prefix: string): [string, unknown][] =>
  database.under(prefix).map(([key, text]) => [key, JSON.parse(text)]);

const all = <T>(database: MemoryDatabase, collection: string, schema: z.ZodType<T>): T[] =>
  rows(database, collection + SEPARATOR).map(([, value]) => schema.parse(value));

const itemsIn = (
  database: MemoryDatabase,
  table: string,
  name: RegExp,
): Record<string, unknown>[] => {
  const { TableId } =
    all(database, 'dynamodb.tables', Table).find(({ TableName }) => name.test(TableName)) ?? {};
  if (TableId === undefined) throw new Error(`no table of ${table}`);
  return rows(database, `items${SEPARATOR}table/${TableId}/item/`).map(([, item]) =>
    unmarshall(z.record(z.string(), z.any()).parse(item)),
  );
};

/** What other facts list one by one; rows, which are called after no tenant; and what only tells of resources. */
const LISTED =
  /^(?:items|cognito\.(?:pools|clients)|apigateway\.keys|dynamodb\.tables|events\.(?:archived|deliveries)|lambda\.events|states\.[a-zA-Z]+|sqs\.messages)\0/;

/** How everything is called that is made for one tenant. */
const TENANTS = /[A-Za-z0-9]+-tenant-t[0-9a-z]{26}(?:-[A-Za-z0-9-]+)?$/;

/** In all of these names: most entries are the deployment's own, and none of them has it. */
const MARK = '-tenant-t';

const nameOf = (key: string, text: string): string | undefined => {
  if (!key.includes(MARK) && !text.includes(MARK)) return undefined;
  return TENANTS.exec(key)?.[0] ?? TENANTS.exec(/"name":"([^"]*)"/.exec(text)?.[1] ?? '')?.[0];
};

/** Whatever else is called after a tenant: the kinds of resources that nothing here knows. */
const othersIn = (database: MemoryDatabase): { name: string }[] =>
  database.under('').flatMap(([key, text]) => {
    const name = LISTED.test(key) ? undefined : nameOf(key, text);
    return name === undefined ? [] : [{ name }];
  });

/** The names of pools and tables that a mistake would lose for good. */
const unsafeIn = (database: MemoryDatabase): string[] => [
  ...all(database, 'cognito.pools', Pool)
    .filter(({ settings }) => settings.DeletionProtection !== 'ACTIVE')
    .map(({ name }) => name),
  ...all(database, 'dynamodb.tables', Table)
    .filter((table) => !(table.DeletionProtectionEnabled && table.PointInTimeRecovery))
    .map(({ TableName }) => TableName),
];

const REGISTRATIONS = ['registrations', /RegistrationRegistrations/] as const;

const ROUTES = ['routes', /RoutingTable/] as const;

/** Whether a registration, or a change of a tenant's status, waits to be published. */
export const hasUnpublished = (database: MemoryDatabase): boolean =>
  [...itemsIn(database, ...REGISTRATIONS), ...itemsIn(database, ...ROUTES)].some(
    (item) => 'outbox' in item,
  );

/** Whether a tenant is to leave at once, or by an operation that may not have begun. */
export const hasDue = (database: MemoryDatabase): boolean =>
  itemsIn(database, ...ROUTES).some((item) => routeDue.partition in item);

const MEMBERS = ['members', /foundation-Members/] as const;

/** Whether a removal, or the beginning of a membership, waits to be finished. */
export const hasUnfinished = (database: MemoryDatabase): boolean =>
  itemsIn(database, ...MEMBERS).some((item) => unfinishedIndex.partition in item);

const ERASURES = /foundation-Erasures/;

/** None where an earlier release runs, which has no table of them. */
const receiptsIn = (database: MemoryDatabase): ErasureReceipt[] =>
  all(database, 'dynamodb.tables', Table).some(({ TableName }) => ERASURES.test(TableName))
    ? itemsIn(database, 'erasures', ERASURES).map((item) => ErasureReceipt.parse(item))
    : [];

/** Everything in the account that could belong to tenants, read from the engine's own state. */
export const factsOf = (database: MemoryDatabase) => {
  const registrations = itemsIn(database, ...REGISTRATIONS);
  const routing = itemsIn(database, ...ROUTES);
  const claims = itemsIn(database, 'claims', /Claims/);
  const kind = (prefix: string) => registrations.filter(({ pk }) => String(pk).startsWith(prefix));
  return {
    pools: all(database, 'cognito.pools', Named),
    clients: all(database, 'cognito.clients', Client),
    users: all(database, 'cognito.users', User),
    keys: all(database, 'apigateway.keys', ApiKey),
    planKeys: rows(database, `apigateway.planKeys${SEPARATOR}`).map(([key]) => {
      const [plan = '', id = ''] = key.split(SEPARATOR)[1]?.split('/') ?? [];
      return { plan, key: id };
    }),
    tables: all(database, 'dynamodb.tables', Table).map(({ TableName }) => TableName),
    tableIds: all(database, 'dynamodb.tables', Table).map(({ TableId }) => TableId),
    unsafe: unsafeIn(database),
    others: othersIn(database),
    claims: claims.filter(({ claimedBy }) => claimedBy).map((item) => Claim.parse(item)),
    keyValues: claims.filter(({ keptFor }) => keptFor).map((item) => KeyValue.parse(item)),
    routes: routing.filter((item) => !('clientOf' in item)).map((item) => OwnedRoute.parse(item)),
    clientRows: routing.filter((item) => 'clientOf' in item).map((item) => ClientRow.parse(item)),
    members: itemsIn(database, ...MEMBERS).map((item) => MemberRow.parse(item)),
    registrations: kind('registration#').map((item) => ({
      registration: Registration.parse(item),
      unpublished: 'outbox' in item,
    })),
    names: kind('name#').map((item) => Reservation.parse(item)),
    receipts: receiptsIn(database),
    executions: all(database, 'states.executions', Execution),
    messages: all(database, 'sqs.messages', Message).filter(({ queue }) => !SCHEDULED.test(queue))
      .length,
  };
};
export type Facts = ReturnType<typeof factsOf>;

/** Whether its tenant stands, switched off or on. */
export const isServed = (registration: Registration): boolean =>
  ['active', 'suspended', 'leaving'].includes(statusOf(registration));

/** The registrations that these writes tell of as failed. */
export const failedBy = (writes: readonly Write[]): string[] =>
  writes
    .flatMap((write) => (write.type === 'put' ? [write.value] : []))
    .filter((value) => value.includes('"failed":{"N"'))
    .map((value) => Registration.parse(unmarshall(JSON.parse(value))))
    .filter((registration) => statusOf(registration) === 'failed')
    .map(({ registrationId }) => registrationId);

/** The registration that holds the name although it has failed. */
export const failedHolderOf = (
  database: MemoryDatabase,
  tenantName: string,
): string | undefined => {
  const items = itemsIn(database, ...REGISTRATIONS);
  const item = (Key: { pk: string }) => items.find(({ pk }) => pk === Key.pk);
  const name = item(nameKey(tenantName));
  if (!name) return undefined;
  const { registrationId } = Reservation.parse(name);
  const holder = item(registrationKey(registrationId));
  const hasFailed = holder && statusOf(Registration.parse(holder)) === 'failed';
  return hasFailed ? registrationId : undefined;
};
