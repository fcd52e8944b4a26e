import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { byService, type Detail, type EventSource } from '#events/defineEvent.ts';
import { derivedEventId } from '#events/eventId.ts';
import type { Publish } from '#events/publish.ts';
import { TenantDataErased, type TenantOffboarded } from '#events/schemas/offboarding.ts';
import { mustBeGone } from './present.ts';
import type { StandingRoute } from './route.ts';

const Erased = TenantDataErased.data.pick({ items: true, at: true });
type Erased = z.infer<typeof Erased>;

/** What a service has of a tenant that has left, by kind, and what erases it. */
export type Found = { items: Erased['items']; erase(): Promise<void> };

/** A tenant that has left, and the sequence of the event that says so. */
export type Left = { tenantId: string; registrationId: string; sequence: number };

export type ErasureNotes = {
  /** Keeps how much there is to erase, before any of it goes: a later look finds less. */
  begin(tenantId: string, items: Erased['items']): Promise<void>;
  /** Keeps when it was gone; answers what was kept first of both. */
  end(tenantId: string, now: Date): Promise<Erased>;
};

export type ErasurePorts = {
  now(): Date;
  /** The tenant's route, read consistently. */
  routeOf(tenantId: string): Promise<StandingRoute | undefined>;
  notes: ErasureNotes;
  publish: Publish;
};

/** Keeps what was erased of tenants as rows of a service's own table: counts, for good. */
export const erasureNotes = (
  documents: DynamoDBDocumentClient,
  TableName: string,
  keyOf: (tenantId: string) => Record<string, string>,
): ErasureNotes => {
  const keepFirst = async (tenantId: string, what: keyof Erased, value: unknown) => {
    const update = new UpdateCommand({
      TableName,
      Key: keyOf(tenantId),
      UpdateExpression: 'SET #what = if_not_exists(#what, :value)',
      ExpressionAttributeNames: { '#what': what },
      ExpressionAttributeValues: { ':value': value },
      ReturnValues: 'ALL_NEW',
    });
    return (await documents.send(update)).Attributes;
  };
  return {
    async begin(tenantId, items) {
      await keepFirst(tenantId, 'items', items);
    },
    end: async (tenantId, now) => Erased.parse(await keepFirst(tenantId, 'at', now.toISOString())),
  };
};

/**
 * Erases what a service has of a tenant that has left, then says so, each time with the same words and id. Cut off,
 * it can be run again. Contradicted for a tenant that stands.
 */
export const eraseTenant =
  (
    by: EventSource,
    { now, routeOf, notes, publish }: ErasurePorts,
    look: (left: Left) => Promise<Found>,
  ) =>
  async (detail: Detail<typeof TenantOffboarded>): Promise<void> => {
    const { eventId, tenantId, correlationId, sequence, occurredAt } = detail.metadata;
    mustBeGone(detail, await routeOf(tenantId));
    const { items, erase } = await look({ tenantId, registrationId: correlationId, sequence });
    await notes.begin(tenantId, items);
    await erase();
    const erased = await notes.end(tenantId, now());
    await publish(
      byService(by, TenantDataErased),
      {
        // Just after its cause, and none but this service's.
        eventId: derivedEventId(
          new Date(Date.parse(occurredAt) + 1),
          `${eventId} ${by}`,
          TenantDataErased.type,
        ),
        occurredAt: erased.at,
        tenantId,
        sequence: sequence + 1,
        correlationId,
        causationId: eventId,
      },
      { tenantId, by, ...erased },
    );
  };
