import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Publish } from '#events/publish.ts';
import { TenantRegistered } from '#events/schemas/registration.ts';
import type { NewRegistration } from './registration.ts';
import { outbox, registrationKey } from './registrationKeys.ts';

/** Publishes a registration's TenantRegistered, then takes it out of the outbox. */
export const announceOn =
  (publish: Publish, documents: DynamoDBDocumentClient, tableName: string) =>
  async (registration: NewRegistration): Promise<void> => {
    const { registrationId, tenantId, registeredEventId, registeredAt, ...signUp } = registration;
    await publish(
      TenantRegistered,
      {
        eventId: registeredEventId,
        occurredAt: registeredAt,
        tenantId,
        correlationId: registrationId,
        causationId: registrationId,
      },
      { registrationId, tenantId, ...signUp },
    );
    await documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: registrationKey(registrationId),
        UpdateExpression: 'REMOVE #outbox',
        ExpressionAttributeNames: { '#outbox': outbox.partition },
      }),
    );
  };
