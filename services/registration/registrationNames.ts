import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { writeAll } from '#shared/documents.ts';
import type { ProjectionPorts } from './projection.ts';
import type { Registration } from './registration.ts';
import { nameKey, registrationKey } from './registrationKeys.ts';

/** It has failed, or its tenant has left. */
const IS_OVER =
  'attribute_exists(offboarded) OR (attribute_exists(failed) AND (attribute_not_exists(provisioned) OR failed > provisioned))';

/** Keeps the name reservations in step with what the registration has come to. */
export const registrationNames = (
  documents: DynamoDBDocumentClient,
  tableName: string,
  read: (registrationId: string) => Promise<Registration | undefined>,
): Pick<ProjectionPorts, 'holdName' | 'dropName' | 'releaseName'> => {
  const check = (registrationId: string, condition: string) => ({
    ConditionCheck: {
      TableName: tableName,
      Key: registrationKey(registrationId),
      ConditionExpression: condition,
    },
  });
  /** It is not over, and no other sign-up under the same registration id was admitted. */
  const stillCalled = (registrationId: string, tenantName: string) => ({
    ConditionCheck: {
      ...check(registrationId, `NOT (${IS_OVER}) AND tenantName = :name`).ConditionCheck,
      ExpressionAttributeValues: { ':name': tenantName },
    },
  });
  const mine = (registrationId: string, free: string) => ({
    TableName: tableName,
    ConditionExpression: `${free} OR registrationId = :me`,
    ExpressionAttributeValues: { ':me': registrationId },
  });
  return {
    async holdName(registrationId) {
      const { tenantName } = (await read(registrationId)) ?? {};
      if (tenantName === undefined) return 'settled';
      const Put = {
        ...mine(registrationId, 'attribute_not_exists(pk)'),
        Item: { ...nameKey(tenantName), registrationId },
      };
      const holding = [stillCalled(registrationId, tenantName), { Put }];
      const refused = await writeAll(documents, holding);
      return refused.length === 1 && refused[0] === 1 ? 'heldByAnother' : 'settled';
    },
    async dropName(registrationId, tenantName) {
      const Delete = {
        ...mine(registrationId, 'attribute_not_exists(pk)'),
        Key: nameKey(tenantName),
      };
      await writeAll(documents, [{ Delete }]);
    },
    async releaseName(registrationId) {
      const { tenantName } = (await read(registrationId)) ?? {};
      if (tenantName === undefined) return;
      const Delete = {
        ...mine(registrationId, 'attribute_not_exists(pk)'),
        Key: nameKey(tenantName),
      };
      await writeAll(documents, [check(registrationId, IS_OVER), { Delete }]);
    },
  };
};
