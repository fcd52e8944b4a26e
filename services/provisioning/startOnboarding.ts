import type { z } from 'zod';
import type { TenantRegistered } from '#events/schemas/registration.ts';
import type { SagaInput } from './sagaState.ts';
import type { TierSettings } from './tiers.ts';

export type StartPorts = {
  tiers(): Promise<TierSettings>;
  /** Starts the saga under this name; a name that was used before has started it already. */
  start(name: string, input: SagaInput): Promise<void>;
};

/** One execution per TenantRegistered, named by its eventId: a duplicate starts nothing. */
export const startOnboarding =
  (ports: StartPorts) =>
  async ({ metadata, data }: z.infer<typeof TenantRegistered.detail>): Promise<void> => {
    const { registrationId, tenantId, tenantName, adminEmail, tier } = data;
    const { deployment } = (await ports.tiers())[tier];
    const { eventId } = metadata;
    const input = { eventId, registrationId, tenantId, tenantName, adminEmail, tier, deployment };
    await ports.start(eventId, input);
  };
