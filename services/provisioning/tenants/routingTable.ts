import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { isNamed, unless } from '#shared/errors.ts';
import type { RollbackPorts } from '../onboarding/rollBackOnboarding.ts';
import type { RoutePorts } from '../onboarding/writeRoute.ts';

const notMine = (error: unknown): false => {
  if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
  return false;
};

/** Routes as items of the routing table; each remembers the registration that it was written for. */
export const routingTable = (
  documents: DynamoDBDocumentClient,
  tableName: string,
): Pick<RoutePorts, 'write' | 'remove'> => {
  const whenMine = (owner: string) => ({
    TableName: tableName,
    ConditionExpression: 'attribute_not_exists(tenantId) OR writtenFor = :me',
    ExpressionAttributeValues: { ':me': owner },
  });
  return {
    async write(route, owner) {
      const put = new PutCommand({ ...whenMine(owner), Item: { ...route, writtenFor: owner } });
      return documents.send(put).then(() => true, notMine);
    },
    async remove(tenantId, owner) {
      const remove = new DeleteCommand({ ...whenMine(owner), Key: { tenantId } });
      await documents.send(remove).catch(unless('ConditionalCheckFailedException'));
    },
  };
};

const Owned = z.object({ writtenFor: z.string(), registrationId: z.string() });

/** Reads from the routing table whom a tenant's route was written for. */
export const routeOwner =
  (documents: DynamoDBDocumentClient, TableName: string): RollbackPorts['routeOwner'] =>
  async (tenantId) => {
    const get = new GetCommand({
      TableName,
      Key: { tenantId },
      ConsistentRead: true,
      ProjectionExpression: 'writtenFor, registrationId',
    });
    const { Item } = await documents.send(get);
    if (!Item) return undefined;
    const { writtenFor: eventId, registrationId } = Owned.parse(Item);
    return { eventId, registrationId };
  };
