import {
  type DynamoDBDocumentClient,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { TenantId } from '#events/fields.ts';
import { valueWhen } from '#shared/errors.ts';
import { pendingIn } from '#shared/outbox.ts';
import { type Change, type Contact, StandingRoute, type StatusChange } from '#shared/route.ts';
import { routeOutbox } from './routeOutbox.ts';

const IS_THERE = 'attribute_exists(writtenFor)';

const outboxNames = {
  '#unpublished': 'unpublished',
  '#outbox': routeOutbox.partition,
  '#since': routeOutbox.sort,
};

type Update = Pick<UpdateCommandInput, 'ExpressionAttributeValues' | 'ExpressionAttributeNames'> & {
  UpdateExpression: string;
  ConditionExpression?: string;
};

/** That nobody has changed the status since it was read. */
const sinceThen = ({ statusChange }: StandingRoute) =>
  statusChange === undefined
    ? { condition: 'attribute_not_exists(statusChange)', values: {} }
    : { condition: 'statusChange.eventId = :before', values: { ':before': statusChange.eventId } };

const statusUpdate = (route: StandingRoute, to: StatusChange): Update => {
  const { condition, values } = sinceThen(route);
  return {
    UpdateExpression:
      'SET #status = :to, statusChange = :change, #unpublished = list_append(if_not_exists(#unpublished, :none), :changes), #outbox = :pending, #since = if_not_exists(#since, :event)',
    ConditionExpression: `attribute_exists(firstUserEventId) AND attribute_not_exists(#operation) AND ${condition}`,
    ExpressionAttributeNames: { '#status': 'status', '#operation': 'operation', ...outboxNames },
    ExpressionAttributeValues: {
      ':to': to.status,
      ':change': to,
      ':changes': [to],
      ':none': [],
      ':pending': routeOutbox.pending,
      ':event': to.eventId,
      ...values,
    },
  };
};

const protectionUpdate = (isProtected: boolean, by: Change): Update => ({
  UpdateExpression: 'SET #protected = :protected, protectionChange = :change',
  ConditionExpression: IS_THERE,
  ExpressionAttributeNames: { '#protected': 'protected' },
  ExpressionAttributeValues: { ':protected': isProtected, ':change': by },
});

const contactUpdate = (contact: Contact, by: Change): Update => ({
  UpdateExpression: 'SET contact = :contact, contactChange = :change',
  ConditionExpression: IS_THERE,
  ExpressionAttributeValues: { ':contact': contact, ':change': by },
});

const publishedUpdate = ({ statusChange }: StandingRoute): Update => ({
  UpdateExpression: 'REMOVE #unpublished, #outbox, #since',
  ConditionExpression: 'statusChange.eventId = :newest',
  ExpressionAttributeNames: outboxNames,
  ExpressionAttributeValues: { ':newest': statusChange?.eventId },
});

const refusedIsNone = valueWhen(undefined, 'ConditionalCheckFailedException');

/** Changes of tenants' routes that people ask for. Each answers the route as it is then; undefined when refused. */
export const routeChanges = (documents: DynamoDBDocumentClient, TableName: string) => {
  const change = async (tenantId: string, update: Update): Promise<StandingRoute | undefined> => {
    const Key = { tenantId };
    const command = new UpdateCommand({ TableName, Key, ReturnValues: 'ALL_NEW', ...update });
    const answer = await documents.send(command).catch(refusedIsNone);
    return answer && StandingRoute.parse(answer.Attributes);
  };
  return {
    /**
     * Changes the status of a tenant that people use, and notes that the bus has to hear of it. Refused when the
     * status has changed since the route was read, or while an operation is under way.
     */
    setStatus: (route: StandingRoute, to: StatusChange) =>
      change(route.tenantId, statusUpdate(route, to)),
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
