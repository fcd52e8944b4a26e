import type { Detail } from '#events/defineEvent.ts';
import type { RegistrationRefused } from '#events/schemas/provisioning.ts';
import { PermanentError } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import type { Consumers } from '#shared/onEvents.ts';
import type { answerOutcomeFunction } from './answerOutcome.function.ts';
import type { Answered } from './answerTable.ts';
import type { Answer } from './sbtEvents.ts';
import type { SbtRegistration } from './sbtRegistrationTable.ts';

export type OutcomePorts = {
  find(registrationId: string): Promise<SbtRegistration | undefined>;
  /** Answers SBT unless it was answered so, or something later. */
  give(registrationId: string, answered: Answered): Promise<void>;
};

const need = async ({ find }: OutcomePorts, registrationId: string): Promise<SbtRegistration> => {
  const registration = await find(registrationId);
  if (registration) return registration;
  throw new PermanentError(`SBT never asked for the registration ${registrationId}`);
};

const answerTo = (
  { tenantRegistrationId, sbtTenantId, tenantId }: SbtRegistration,
  status: 'Complete' | 'Failed',
  tenantData: Readonly<Record<string, string>>,
): Answer => ({
  tenantRegistrationId,
  jobOutput: {
    tenantData: {
      tenantId: sbtTenantId,
      tenantStatus: status,
      onboardedTenantId: tenantId,
      ...tenantData,
    },
    tenantRegistrationData: { registrationStatus: status },
  },
});

/** Another event that named the registration may have been refused: that is no news of SBT's own. */
const refuse = async (
  ports: OutcomePorts,
  { metadata, data }: Detail<typeof RegistrationRefused>,
): Promise<void> => {
  const { registrationId, reason } = data;
  const registration = await need(ports, registrationId);
  if (metadata.causationId !== registration.registeredEventId) {
    logger.info('not answered: SBT’s own registration was not refused', { registrationId });
    return;
  }
  const answer = answerTo(registration, 'Failed', { failedStep: 'Admission', reason });
  const { sequence } = metadata;
  await ports.give(registrationId, { sequence, type: 'sbt_aws_provisionFailure', answer });
};

/** Tells SBT how the tenants that it asked for came out. */
export const outcomes = (
  ports: OutcomePorts,
): Consumers<(typeof answerOutcomeFunction)['consumes']> => ({
  async TenantProvisioned({ metadata, data }) {
    const { userPoolId, appClientId, region } = data;
    const { correlationId: registrationId, sequence } = metadata;
    const registration = await need(ports, registrationId);
    const tenantConfig = JSON.stringify({ userPoolId, appClientId, region });
    const answer = answerTo(registration, 'Complete', { tenantConfig });
    await ports.give(registrationId, { sequence, type: 'sbt_aws_provisionSuccess', answer });
  },
  async TenantProvisioningFailed({ metadata, data }) {
    const { correlationId: registrationId, sequence } = metadata;
    const registration = await need(ports, registrationId);
    const answer = answerTo(registration, 'Failed', { failedStep: data.failedStep });
    await ports.give(registrationId, { sequence, type: 'sbt_aws_provisionFailure', answer });
  },
  RegistrationRefused: (detail) => refuse(ports, detail),
});
