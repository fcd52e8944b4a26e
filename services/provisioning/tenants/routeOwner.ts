import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { RollbackPorts } from '../onboarding/rollBackOnboarding.ts';

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
