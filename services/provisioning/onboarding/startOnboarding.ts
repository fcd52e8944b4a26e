import type { z } from 'zod';
import type { TenantRegistered } from '#events/schemas/registration.ts';
import type { TierSettings } from '../provisioningEnv.ts';
import type { SagaStart } from '../saga/sagaState.ts';

export type StartPorts = {
  tiers(): Promise<TierSettings>;
  /** Starts the saga under this name; false when the name was used before. */
  start(name: string, input: SagaStart): Promise<boolean>;
};

/** One execution per TenantRegistered, named by its eventId: a duplicate starts nothing. */
export const startOnboarding =
  (ports: StartPorts) =>
  async ({ metadata, data }: z.infer<typeof TenantRegistered.detail>): Promise<void> => {
    const { registrationId, tenantId, tenantName, adminEmail, tier } = data;
    const { deployment } = (await ports.tiers())[tier];
    const { eventId } = metadata;
    const saga = { eventId, registrationId, tenantId, tenantName, adminEmail, tier, deployment };
    await ports.start(eventId, { ...saga, replay: 0 });
  };
