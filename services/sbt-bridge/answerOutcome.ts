import type { Detail } from '#events/defineEvent.ts';
import type { RegistrationRefused } from '#events/schemas/provisioning.ts';
import { PermanentError } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import type { Consumers } from '#shared/onEvents.ts';
import type { answerOutcomeFunction } from './answerOutcome.function.ts';
import type { Answer, AnswerType } from './sbtEvents.ts';
import type { SbtRegistration } from './sbtRegistrationTable.ts';

export type OutcomePorts = {
  find(registrationId: string): Promise<SbtRegistration | undefined>;
  answer(type: AnswerType, answer: Answer): Promise<void>;
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
  await ports.answer('sbt_aws_provisionFailure', answer);
};

/** Tells SBT how the tenants that it asked for came out; the same event gives the same answer. */
export const outcomes = (
  ports: OutcomePorts,
): Consumers<(typeof answerOutcomeFunction)['consumes']> => ({
  async TenantProvisioned({ metadata, data }) {
    const { userPoolId, appClientId, region } = data;
    const registration = await need(ports, metadata.correlationId);
    const tenantConfig = JSON.stringify({ userPoolId, appClientId, region });
    const answer = answerTo(registration, 'Complete', { tenantConfig });
    await ports.answer('sbt_aws_provisionSuccess', answer);
  },
  async TenantProvisioningFailed({ metadata, data }) {
    const registration = await need(ports, metadata.correlationId);
    const answer = answerTo(registration, 'Failed', { failedStep: data.failedStep });
    await ports.answer('sbt_aws_provisionFailure', answer);
  },
  RegistrationRefused: (detail) => refuse(ports, detail),
});
