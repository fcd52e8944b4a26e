import {
  type Admission,
  type Application,
  refusedFor,
} from '../../../../services/provisioning/onboarding/admitRegistration.ts';
import type { OnboardingInput } from '../../../../services/provisioning/onboarding/onboardingInput.ts';
import {
  type StartPorts,
  startOnboarding,
} from '../../../../services/provisioning/onboarding/startOnboarding.ts';
import { TierSettings } from '../../../../services/provisioning/provisioningEnv.ts';
import type { SagaStart } from '../../../../services/provisioning/saga/defineSaga.ts';
import type { Place } from '../../../../services/provisioning/saga/startTimes.ts';
import { aPlace } from '../../../support/builders.ts';
import { fakeBus } from '../../../support/fakeBus.ts';

const plan = (deployment: string) => ({ deployment, usagePlanId: 'plan' });

const tiers = async () =>
  TierSettings.parse({
    basic: plan('pool'),
    premium: plan('pool'),
    platinum: plan('silo'),
  });

/** The starter, and all that it does in order. */
export const aStarter = (
  admission: Admission,
  {
    isNew = true,
    wait = { ms: 0, ahead: 0 },
    partner = async () => ({ kind: 'admitted' }),
  }: {
    isNew?: boolean;
    wait?: { ms: number; ahead: number };
    partner?: StartPorts['partner'];
  } = {},
) => {
  const applications: Application[] = [];
  const started: [string, SagaStart<OnboardingInput>][] = [];
  const calls: string[] = [];
  const places = new Map<string, Place>();
  const bus = fakeBus();
  const run = startOnboarding({
    tiers,
    decided: async () => undefined,
    async refuse(application, reason) {
      applications.push(application);
      calls.push(`refuse ${reason}`);
      return refusedFor(reason);
    },
    partner,
    async admit(application) {
      applications.push(application);
      calls.push('admit');
      return admission;
    },
    async start(name, input) {
      started.push([name, input]);
      calls.push('start');
      return isNew;
    },
    async reserve(lane) {
      calls.push(`reserve ${lane}`);
      return aPlace(wait.ms, wait.ahead);
    },
    async keepPlace(registrationId, place) {
      const first = places.get(registrationId) ?? place;
      places.set(registrationId, first);
      return first;
    },
    async markStarted(registrationId) {
      calls.push(`started ${registrationId}`);
    },
    publish: bus.publish,
  });
  return { run, applications, started, calls, places, bus };
};
