import { describe, expect, it } from '@jest/globals';
import { startOnboarding } from '../../../../services/provisioning/onboarding/startOnboarding.ts';
import { TierSettings } from '../../../../services/provisioning/provisioningEnv.ts';
import type { SagaStart } from '../../../../services/provisioning/saga/sagaState.ts';
import { aTenantRegistered } from '../../../support/builders.ts';

const plan = (deployment: string) => ({ deployment, usagePlanId: 'plan' });

const tiers = async () =>
  TierSettings.parse({
    basic: plan('pool'),
    standard: plan('pool'),
    premium: plan('pool'),
    platinum: plan('silo'),
  });

describe('startOnboarding', () => {
  it.each([
    ['premium', 'pool'],
    ['platinum', 'silo'],
  ] as const)('starts the saga of a %s tenant as a %s', async (tier, deployment) => {
    const started: [string, SagaStart][] = [];
    const event = aTenantRegistered({ tier });

    await startOnboarding({
      tiers,
      async start(name, input) {
        started.push([name, input]);
        return true;
      },
    })(event);

    const { registrationId, tenantId, tenantName, adminEmail } = event.data;
    const { eventId } = event.metadata;
    const saga = { eventId, registrationId, tenantId, tenantName, adminEmail, tier, deployment };
    expect(started).toEqual([[eventId, { ...saga, replay: 0 }]]);
  });
});
