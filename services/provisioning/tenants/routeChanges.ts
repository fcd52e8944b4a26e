import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { TenantId } from '#events/fields.ts';
import { pendingIn } from '#shared/outbox.ts';
import type { Change, Contact, StandingRoute, StatusChange } from '#shared/route.ts';
import { dueFrom, routeDue } from './routeDue.ts';
import { routeOutbox } from './routeOutbox.ts';
import { type RouteUpdate, updateRoute } from './updateRoute.ts';

const IS_THERE = 'attribute_exists(writtenFor)';

const outboxNames = {
  '#unpublished': 'unpublished',
  '#outbox': routeOutbox.partition,
  '#since': routeOutbox.sort,
};

/** That nobody has changed the status since it was read. */
const sinceThen = ({ statusChange }: StandingRoute) =>
  statusChange === undefined
    ? { condition: 'attribute_not_exists(statusChange)', values: {} }
    : { condition: 'statusChange.eventId = :before', values: { ':before': statusChange.eventId } };

/** What changes beside the note of it: what is set, and what is removed. */
const effectOf = (
  tenantId: string,
  change: StatusChange,
): { sets?: Record<string, string>; removals?: readonly string[] } => {
  switch (change.status) {
    case 'leaving':
      return { sets: { eraseAt: change.eraseAt, ...dueFrom(tenantId, change.eraseAt) } };
    case 'staying':
      return { removals: ['eraseAt', routeDue.partition, routeDue.sort] };
    case 'active':
    case 'inactive':
      return { sets: { status: change.status } };
  }
};

const statusUpdate = (route: StandingRoute, changes: readonly StatusChange[]): RouteUpdate => {
  const { condition, values } = sinceThen(route);
  const effects = changes.map((change) => effectOf(route.tenantId, change));
  const sets: Record<string, string> = Object.assign({}, ...effects.map((each) => each.sets));
  const removals = effects.flatMap((each) => each.removals ?? []);
  const set = Object.keys(sets).map((name) => `, #${name} = :${name}`);
  const remove = removals.length === 0 ? '' : ` REMOVE ${removals.map((name) => `#${name}`)}`;
  const [first] = changes;
  return {
    UpdateExpression: `SET statusChange = :change, #unpublished = list_append(if_not_exists(#unpublished, :none), :changes), #outbox = :pending, #since = if_not_exists(#since, :event)${set.join('')}${remove}`,
    ConditionExpression: `attribute_exists(firstUserEventId) AND attribute_not_exists(#operation) AND ${condition}`,
    ExpressionAttributeNames: {
      '#operation': 'operation',
      ...outboxNames,
      ...Object.fromEntries([...Object.keys(sets), ...removals].map((name) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: {
      ':change': changes.at(-1),
      ':changes': changes,
      ':none': [],
      ':pending': routeOutbox.pending,
      ':event': first?.eventId,
      ...Object.fromEntries(Object.entries(sets).map(([name, value]) => [`:${name}`, value])),
      ...values,
    },
  };
};

const protectionUpdate = (isProtected: boolean, by: Change): RouteUpdate => ({
  UpdateExpression: 'SET #protected = :protected, protectionChange = :change',
  ConditionExpression: IS_THERE,
  ExpressionAttributeNames: { '#protected': 'protected' },
  ExpressionAttributeValues: { ':protected': isProtected, ':change': by },
});

const contactUpdate = (contact: Contact, by: Change): RouteUpdate => ({
  UpdateExpression: 'SET contact = :contact, contactChange = :change',
  ConditionExpression: IS_THERE,
  ExpressionAttributeValues: { ':contact': contact, ':change': by },
});

const publishedUpdate = ({ statusChange }: StandingRoute): RouteUpdate => ({
  UpdateExpression: 'REMOVE #unpublished, #outbox, #since',
  ConditionExpression: 'statusChange.eventId = :newest',
  ExpressionAttributeNames: outboxNames,
  ExpressionAttributeValues: { ':newest': statusChange?.eventId },
});

/** Changes of tenants' routes that people ask for. Each answers the route as it is then; undefined when refused. */
export const routeChanges = (documents: DynamoDBDocumentClient, TableName: string) => {
  const change = updateRoute(documents, TableName);
  return {
    /**
     * Changes how a tenant stands that people use, and notes that the bus has to hear of it. Refused when the
     * status has changed since the route was read, or while an operation is under way.
     */
    setStatus: (route: StandingRoute, changes: readonly StatusChange[]) =>
      change(route.tenantId, statusUpdate(route, changes)),
    setProtection: (tenantId: string, isProtected: boolean, by: Change) =>
      change(tenantId, protectionUpdate(isProtected, by)),
    setContact: (tenantId: string, contact: Contact, by: Change) =>
      change(tenantId, contactUpdate(contact, by)),
    /** Takes a route out of the outbox; a change that came meanwhile keeps it there. */
    async markPublished(route: StandingRoute): Promise<void> {
      await change(route.tenantId, publishedUpdate(route));
    },
  };
};

const Pending = z.object({ tenantId: TenantId });

/** The tenants whose routes have waited in the outbox since before a time. */
export const unpublishedRoutes = (documents: DynamoDBDocumentClient, TableName: string) =>
  pendingIn(documents, TableName, { outbox: routeOutbox, row: Pending });
