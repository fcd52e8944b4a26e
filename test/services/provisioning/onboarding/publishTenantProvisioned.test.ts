import { describe, expect, it } from '@jest/globals';
import { derivedEventId } from '../../../../events/eventId.ts';
import { publishTenantProvisioned } from '../../../../services/provisioning/onboarding/publishTenantProvisioned.ts';
import {
  type FailurePorts,
  publishTenantProvisioningFailed,
} from '../../../../services/provisioning/onboarding/publishTenantProvisioningFailed.ts';
import { aFailureInput, aRoute, aStepInput, aUlid } from '../../../support/builders.ts';
import { fakeBus } from '../../../support/fakeBus.ts';

const AT = '2026-01-05T09:30:02.000Z';
const PROVISIONED = derivedEventId(new Date(AT), aUlid(1_001), 'TenantProvisioned');
const identity = { userPoolId: 'us-east-1_pooled', appClientId: 'client1' };
const input = aStepInput(1, {
  results: {
    CreateIdentity: identity,
    CreateApiKey: { apiKeyId: 'key-1' },
    WriteRoute: { provisionedEventId: PROVISIONED, sequence: 12 },
  },
});

/** The one event that the run publishes. */
const publishedBy = async (run: (bus: ReturnType<typeof fakeBus>) => Promise<unknown>) => {
  const bus = fakeBus();
  await run(bus);
  expect(bus.sent).toHaveLength(1);
  return bus.sent[0];
};

const markAnnounced = async () => true;

const provisioned = () =>
  publishedBy(({ publish }) =>
    publishTenantProvisioned({ publish, region: 'eu-west-1', markAnnounced })(input),
  );

const failurePorts: Omit<FailurePorts, 'publish'> = {
  claimantOf: async () => input.eventId,
  routeOf: async () => undefined,
};

const failed = (given = aFailureInput(), more: Partial<FailurePorts> = {}) =>
  publishedBy(({ publish }) =>
    publishTenantProvisioningFailed({ ...failurePorts, publish, ...more })(given),
  );

const provenance = {
  version: '1.0',
  occurredAt: input.enteredAt,
  tenantId: input.tenantId,
  correlationId: input.registrationId,
  causationId: input.eventId,
};

describe('publishTenantProvisioned', () => {
  it('tells where the tenant is', async () => {
    const { tenantId, tenantName, adminEmail, tier, deployment } = input;

    expect(await provisioned()).toMatchObject({
      DetailType: 'TenantProvisioned',
      detail: {
        metadata: { ...provenance, eventId: PROVISIONED, occurredAt: AT },
        data: {
          tenantId,
          tenantName,
          adminEmail,
          tier,
          deployment,
          region: 'eu-west-1',
          ...identity,
        },
      },
    });
  });

  it('publishes the same event when it runs again', async () => {
    expect(await provisioned()).toEqual(await provisioned());
  });

  it('marks its route before anybody hears of it, and announces no tenant whose route is gone', async () => {
    const { publish, sent } = fakeBus();
    const marked: [string, string, number][] = [];
    const gone = async (tenantId: string, eventId: string) => {
      marked.push([tenantId, eventId, sent.length]);
      return false;
    };

    await publishTenantProvisioned({ publish, region: 'eu-west-1', markAnnounced: gone })(input);

    expect(marked).toEqual([[input.tenantId, PROVISIONED, 0]]);
    expect(sent).toEqual([]);
  });

  it.each(['CreateIdentity', 'WriteRoute'] as const)('needs the result of %s', async (missing) => {
    const { publish, sent } = fakeBus();
    const results = { ...input.results, [missing]: undefined };

    const publishing = publishTenantProvisioned({ publish, region: 'eu-west-1', markAnnounced })({
      ...input,
      results,
    });

    await expect(publishing).rejects.toMatchObject({ name: 'PermanentError' });
    expect(sent).toEqual([]);
  });
});

describe('publishTenantProvisioningFailed', () => {
  it('tells what failed and what was undone', async () => {
    expect(await failed()).toMatchObject({
      DetailType: 'TenantProvisioningFailed',
      detail: {
        metadata: { ...provenance, version: '1.1' },
        data: {
          tenantId: input.tenantId,
          registrationId: input.registrationId,
          adminEmail: input.adminEmail,
          failedStep: 'CreateApiKey',
          error: { name: 'LimitExceededException', message: 'full' },
          compensated: true,
          undone: ['CreateApiKey', 'CreateIdentity', 'ClaimTenant'],
          stuck: [],
        },
      },
    });
  });

  it('is not compensated while something is stuck', async () => {
    const event = await failed(
      aFailureInput({ undone: ['ClaimTenant'], stuck: ['CreateIdentity'] }),
    );

    expect(event).toMatchObject({
      detail: { data: { compensated: false, stuck: ['CreateIdentity'] } },
    });
  });

  it.each([
    ['a function’s failure', '{"errorMessage":"no more keys","trace":["secret"]}', 'no more keys'],
    ['plain text', 'the state timed out', 'the state timed out'],
    ['other JSON', '{"a":1}', '{"a":1}'],
    ['nothing', undefined, ''],
  ])('reads the message of %s', async (_what, Cause, message) => {
    const error = { Error: 'Name', ...(Cause !== undefined && { Cause }) };

    const event = await failed(aFailureInput({ failure: { step: 'CreateApiKey', error } }));

    expect(event).toMatchObject({ detail: { data: { error: { name: 'Name', message } } } });
  });

  it('publishes the same event when it runs again, and another than success', async () => {
    const [first, second, success] = [await failed(), await failed(), await provisioned()];

    expect(second).toEqual(first);
    expect(success?.detail['metadata']).not.toMatchObject({
      eventId: Object(first?.detail['metadata']).eventId,
    });
  });

  it.each([
    ['another registration has claimed', { claimantOf: async () => aUlid(99) }],
    ['nobody has claimed', { claimantOf: async () => undefined }],
    ['people use', { routeOf: async () => aRoute(1, { firstUserEventId: aUlid(5) }) }],
  ])('says nothing of a tenant that %s', async (_what, more) => {
    const { publish, sent } = fakeBus();

    await publishTenantProvisioningFailed({ ...failurePorts, publish, ...more })(
      aFailureInput({ stuck: ['CreateIdentity'] }),
    );

    expect(sent).toEqual([]);
  });

  it('tells the failure of a tenant whose route is stuck and whom nobody uses', async () => {
    const event = await failed(aFailureInput({ stuck: ['WriteRoute'] }), {
      routeOf: async () => aRoute(1),
    });

    expect(event).toMatchObject({
      detail: { data: { compensated: false, stuck: ['WriteRoute'] } },
    });
  });
});
