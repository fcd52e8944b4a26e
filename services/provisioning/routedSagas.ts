import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { ReplayPorts } from './replayPlan.ts';

const Routed = z.object({ registrationId: z.string() }).optional();

/** Whether a registration's tenant has its route in the routing table. */
export const routedSagas =
  (documents: DynamoDBDocumentClient, TableName: string): ReplayPorts['isRouted'] =>
  async ({ tenantId, registrationId }) => {
    const get = new GetCommand({
      TableName,
      Key: { tenantId },
      ProjectionExpression: 'registrationId',
      ConsistentRead: true,
    });
    return Routed.parse((await documents.send(get)).Item)?.registrationId === registrationId;
  };
