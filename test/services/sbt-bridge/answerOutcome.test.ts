import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { EventDefinition } from '../../../events/defineEvent.ts';
import {
  RegistrationRefused,
  TenantProvisioned,
  TenantProvisioningFailed,
} from '../../../events/schemas/provisioning.ts';
import { answerOutcomeFunction } from '../../../services/sbt-bridge/answerOutcome.function.ts';
import { outcomes } from '../../../services/sbt-bridge/answerOutcome.ts';
import type { SbtRegistration } from '../../../services/sbt-bridge/sbtRegistrationTable.ts';
import { consumersOf } from '../../../services/shared/onEvents.ts';
import {
  aRegistrationRefused,
  aTenantId,
  aTenantProvisioned,
  aTenantProvisioningFailed,
  aUlid,
} from '../../support/builders.ts';

const registration: SbtRegistration = {
  registrationId: 'sbt-r1',
  tenantId: aTenantId(1),
  registeredEventId: aUlid(1_001),
  registeredAt: '2026-01-05T09:30:00.000Z',
  tenantRegistrationId: 'r1',
  sbtTenantId: 's1',
  tenantName: 'Initech',
  email: 'bill@initech.example',
  tier: 'basic',
  askedBy: 'event-1',
};

const { registrationId, tenantId, registeredEventId: causationId } = registration;
const metadata = { tenantId, correlationId: registrationId, causationId };

const provisioned = aTenantProvisioned({ tenantId }, metadata);
const failed = aTenantProvisioningFailed({ tenantId, registrationId }, metadata);
const refused = (cause: string, reason = 'TenantNameInUse') =>
  aRegistrationRefused({ tenantId, registrationId, reason }, { ...metadata, causationId: cause });

const Told = z.object({ metadata: z.object({ sequence: z.number() }) });

const metadataOf = (detail: object) => Told.parse(detail).metadata;

/** What the bridge answers to an event; it knows of one registration. */
const answersTo = async (event: EventDefinition, detail: object, known = registration) => {
  const answers: [string, object][] = [];

  const consumers = consumersOf(
    answerOutcomeFunction,
    outcomes({
      find: async (id) => (id === known.registrationId ? known : undefined),
      async give(registrationId, { sequence, type, answer }) {
        expect(registrationId).toBe(known.registrationId);
        expect(sequence).toBe(metadataOf(detail).sequence);
        answers.push([type, answer]);
      },
    }),
  );
  const accepted = consumers
    .find(({ type }) => type === event.type)
    ?.accept({ 'detail-type': event.type, source: event.source, detail });
  if (!accepted?.valid) throw new Error(`${event.type} was not accepted: ${accepted?.reason}`);
  await accepted.run();
  return answers;
};

const answer = (status: string, more: object) => ({
  tenantRegistrationId: 'r1',
  jobOutput: {
    tenantData: {
      tenantId: 's1',
      tenantStatus: status,
      onboardedTenantId: tenantId,
      ...more,
    },
    tenantRegistrationData: { registrationStatus: status },
  },
});

describe('outcomes', () => {
  it('answers that a tenant was provisioned, and where it is', async () => {
    const { userPoolId, appClientId, region } = provisioned.data;

    expect(await answersTo(TenantProvisioned, provisioned)).toEqual([
      [
        'sbt_aws_provisionSuccess',
        answer('Complete', {
          tenantConfig: JSON.stringify({ userPoolId, appClientId, region }),
        }),
      ],
    ]);
  });

  it('answers that an onboarding failed, and at which step', async () => {
    const { failedStep } = failed.data;

    expect(await answersTo(TenantProvisioningFailed, failed)).toEqual([
      ['sbt_aws_provisionFailure', answer('Failed', { failedStep })],
    ]);
  });

  it.each(['TenantNameInUse', 'RegistrationIdInUse'])(
    'answers that the registration was refused for %s',
    async (reason) => {
      expect(await answersTo(RegistrationRefused, refused(causationId, reason))).toEqual([
        ['sbt_aws_provisionFailure', answer('Failed', { failedStep: 'Admission', reason })],
      ]);
    },
  );

  it('answers nothing when another’s event that named the registration was refused', async () => {
    expect(await answersTo(RegistrationRefused, refused(aUlid(99)))).toEqual([]);
  });

  it.each([
    [TenantProvisioned.type, TenantProvisioned, provisioned],
    [TenantProvisioningFailed.type, TenantProvisioningFailed, failed],
    [RegistrationRefused.type, RegistrationRefused, refused(causationId)],
  ])('fails, and so keeps %s, when SBT never asked', async (_type, event, detail) => {
    const unknown = { ...registration, registrationId: 'sbt-r2' };

    await expect(answersTo(event, detail, unknown)).rejects.toMatchObject({
      name: 'PermanentError',
    });
  });
});
