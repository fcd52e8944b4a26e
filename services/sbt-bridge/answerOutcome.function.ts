import type { EventDefinition } from '#events/defineEvent.ts';
import {
  RegistrationRefused,
  TenantProvisioned,
  TenantProvisioningFailed,
} from '#events/schemas/provisioning.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { AnswerEnv } from './bridgeEnv.ts';
import { REGISTRATION_PREFIX } from './sbtEvents.ts';

/** Only of tenants that SBT asked for: their correlation ids begin like their registrations. */
const ofSbt = <Event extends EventDefinition>(event: Event): Event => {
  const metadata = {
    ...event.pattern.detail.metadata,
    correlationId: [{ prefix: REGISTRATION_PREFIX }],
  };
  return { ...event, pattern: { ...event.pattern, detail: { metadata } } };
};

export const answerOutcomeFunction = defineFunction({
  handler: 'sbt-bridge/answerOutcome',
  environment: AnswerEnv,
  consumes: {
    TenantProvisioned: ofSbt(TenantProvisioned),
    TenantProvisioningFailed: ofSbt(TenantProvisioningFailed),
    RegistrationRefused: ofSbt(RegistrationRefused),
  },
});
