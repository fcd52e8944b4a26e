import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { refused } from '#shared/errors.ts';
import { latestRoute } from '#shared/routeReader.ts';
import type { RoutePorts } from '../onboarding/writeRoute.ts';
import type { NotePorts } from './noteUser.ts';

/** Routes as items of the routing table; each remembers the registration that it was written for. */
export const routingTable = (
  documents: DynamoDBDocumentClient,
  TableName: string,
): Pick<RoutePorts, 'write' | 'remove'> & NotePorts => {
  const unused = (owner: string) => ({
    TableName,
    ConditionExpression:
      'attribute_not_exists(tenantId) OR (writtenFor = :me AND attribute_not_exists(firstUserEventId))',
    ExpressionAttributeValues: { ':me': owner },
  });
  return {
    routeOf: latestRoute(documents, TableName),
    async write(route) {
      const put = new PutCommand({ ...unused(route.writtenFor), Item: route });
      return documents.send(put).then(() => true, refused);
    },
    async note({ tenantId, provisionedEventId, eventId }) {
      const update = new UpdateCommand({
        TableName,
        Key: { tenantId },
        UpdateExpression: 'SET firstUserEventId = if_not_exists(firstUserEventId, :user)',
        ConditionExpression: 'provisionedEventId = :announced',
        ExpressionAttributeValues: { ':user': eventId, ':announced': provisionedEventId },
      });
      return documents.send(update).then(() => true, refused);
    },
    async remove(tenantId, owner) {
      const remove = new DeleteCommand({ ...unused(owner), Key: { tenantId } });
      await documents.send(remove).catch(refused);
    },
  };
};
