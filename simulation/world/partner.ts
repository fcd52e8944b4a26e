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

/** A sign-up as an entry of PutEvents. */
export const registeredEntry = (
  { outputs }: Pick<Deployment, 'outputs'>,
  { eventId, data, source }: { eventId: string; data: SignUpData; source: string },
) => {
  const metadata = {
    eventId,
    version: TenantRegistered.version,
    occurredAt: timeOf(eventId),
    tenantId: data.tenantId,
    correlationId: data.registrationId,
  };
  return {
    EventBusName: outputs['EventBusName'] ?? '',
    Source: source,
    DetailType: TenantRegistered.type,
    Detail: JSON.stringify(TenantRegistered.detail.parse({ metadata, data })),
  };
};

/** Publishes a partner's sign-up under an event id: the same to the letter, however often it is tried. */
export const register = async (
  world: World,
  deployment: Pick<Deployment, 'outputs'>,
  signUp: { eventId: string; data: SignUpData },
): Promise<void> => {
  const Entries = [registeredEntry(deployment, { ...signUp, source: PARTNER_SOURCE })];
  await world.call('events', 'PutEvents', { Entries });
};
