import { ulid } from 'ulid';
import type { z } from 'zod';
import { PARTNER_PREFIX } from '../../events/defineEvent.ts';
import { timeOf } from '../../events/eventId.ts';
import { TenantRegistered } from '../../events/schemas/registration.ts';
import { type Deployment, PARTNER } from './deployment.ts';
import { sequenceOf } from './seededRandom.ts';
import type { World } from './world.ts';

/** What partners' systems publish as. */
const PARTNER_SOURCE = `${PARTNER_PREFIX}${PARTNER}`;

export type SignUpData = z.infer<typeof TenantRegistered.data>;

/** A partner's own ids: ULIDs of that moment, the same in every run of a seed. */
export const ulidOf = (seed: number, at: number): string => ulid(at, sequenceOf(seed));

/** Publishes a partner's sign-up under an event id: the same to the letter, however often it is tried. */
export const register = async (
  world: World,
  { outputs }: Pick<Deployment, 'outputs'>,
  { eventId, data }: { eventId: string; data: SignUpData },
): Promise<void> => {
  const metadata = {
    eventId,
    version: TenantRegistered.version,
    occurredAt: timeOf(eventId),
    tenantId: data.tenantId,
    correlationId: data.registrationId,
  };
  const entry = {
    EventBusName: outputs['EventBusName'] ?? '',
    Source: PARTNER_SOURCE,
    DetailType: TenantRegistered.type,
    Detail: JSON.stringify(TenantRegistered.detail.parse({ metadata, data })),
  };
  await world.call('events', 'PutEvents', { Entries: [entry] });
};
