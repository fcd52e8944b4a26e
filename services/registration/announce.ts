import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { outgoing } from '#events/outgoing.ts';
import type { PublishAll } from '#events/publishAll.ts';
import { TenantRegistered } from '#events/schemas/registration.ts';
import { BEGINNING } from '#events/sequence.ts';
import { pendingIn } from '#shared/outbox.ts';
import { NewRegistration } from './registration.ts';
import { outbox, registrationKey } from './registrationKeys.ts';

const announcementOf = (registration: NewRegistration) => {
  const { registrationId, tenantId, registeredEventId, registeredAt, ...signUp } = registration;
  const provenance = {
    eventId: registeredEventId,
    occurredAt: registeredAt,
    tenantId,
    sequence: BEGINNING,
    correlationId: registrationId,
    causationId: registrationId,
  };
  return outgoing(TenantRegistered, provenance, { registrationId, tenantId, ...signUp });
};

/**
 * Publishes the TenantRegistered of each registration, then takes it out of the outbox. Says of each
 * how it went, as `Promise.allSettled` does.
 */
export const announceAllOn = (
  publishAll: PublishAll,
  documents: DynamoDBDocumentClient,
  tableName: string,
) => {
  const markAnnounced = ({ registrationId }: NewRegistration) =>
    documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: registrationKey(registrationId),
        UpdateExpression: 'REMOVE #outbox',
        ExpressionAttributeNames: { '#outbox': outbox.partition },
      }),
    );

  return async (registrations: readonly NewRegistration[]) => {
    const published = await publishAll(registrations.map(announcementOf));
    return Promise.allSettled(
      registrations.map(async (registration, at): Promise<void> => {
        const result = published[at];
        if (result?.status === 'rejected') throw result.reason;
        await markAnnounced(registration);
      }),
    );
  };
};

/** The same for one registration; throws what went wrong. */
export const announceOn = (...given: Parameters<typeof announceAllOn>) => {
  const announceAll = announceAllOn(...given);
  return async (registration: NewRegistration): Promise<void> => {
    const [result] = await announceAll([registration]);
    if (result?.status === 'rejected') throw result.reason;
  };
};

/** Reads the outbox; registration ids are ULIDs, so the index is in the order of time. */
export const unpublishedIn = (
  documents: DynamoDBDocumentClient,
  tableName: string,
): ((before: Date) => Promise<NewRegistration[]>) =>
  pendingIn(documents, tableName, { outbox, row: NewRegistration });
