import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tapBus } from '../support/busTap.ts';
import { belongings, nothing } from '../support/leftovers.ts';
import { startProduct } from '../support/product.ts';

describe('a registration whose API key cannot be made', () => {
  let product: Awaited<ReturnType<typeof startProduct>>;
  let bus: Awaited<ReturnType<typeof tapBus>>;

  beforeAll(async () => {
    product = await startProduct();
    bus = await tapBus(product);
  });
  afterAll(() => product.stop());

  const statusOfExecution = async (tenantId: string) => {
    const states = new SFNClient(product.sdk);
    const { OnboardingStateMachineArn: stateMachineArn } = product.outputs;
    const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn }));
    const described = await Promise.all(
      executions.map(({ executionArn }) =>
        states.send(new DescribeExecutionCommand({ executionArn })),
      ),
    );
    return described.find(({ input }) => input?.includes(tenantId))?.status;
  };

  const cases = [
    { when: 'before', tier: 'basic' },
    { when: 'before', tier: 'platinum' },
    { when: 'after', tier: 'basic' },
    { when: 'after', tier: 'platinum' },
  ] as const;

  it.each(['basic', 'platinum'])(
    'leaves nothing stuck when a deletion’s answer is lost: %s',
    async (tier) => {
      const gateway = { service: 'apigateway', times: 1 } as const;
      const attached = {
        operation: 'CreateUsagePlanKey',
        error: 'BadRequestException',
        when: 'before',
      } as const;
      const gone = { operation: 'DeleteApiKey', error: 'InternalFailure', when: 'after' } as const;
      product.fault({ ...gateway, ...attached });
      product.fault({ ...gateway, ...gone });
      const signUp = { tenantName: `Lost ${tier}`, adminEmail: `lost@${tier}.example`, tier };

      const failed = await product.settled((await product.register(signUp)).registrationId);

      expect(failed).toMatchObject({ status: 'failed', failure: { compensated: true, stuck: [] } });
      expect(product.engine.faults.list()).toEqual([]);
    },
  );

  it.each(cases)(
    'fails cleanly and can be repeated: $tier, $when the effect',
    async ({ when, tier }) => {
      await bus.read();
      const signUp = {
        tenantName: `Hooli ${when} ${tier}`,
        adminEmail: `gavin-${when}@${tier}.example`,
        tier,
      };
      product.fault({
        service: 'apigateway',
        operation: 'CreateApiKey',
        error: 'LimitExceededException',
        when,
        times: 1,
      });

      const { registrationId } = await product.register(signUp);
      const failed = await product.settled(registrationId);
      const leftovers = await belongings(product, failed.tenantId);
      const events = await bus.read();
      const again = await product.settled((await product.register(signUp)).registrationId);

      expect(failed).toMatchObject({
        status: 'failed',
        failure: { failedStep: 'CreateApiKey', compensated: true, stuck: [] },
      });
      expect(leftovers).toEqual(nothing);
      expect(await statusOfExecution(failed.tenantId)).toBe('FAILED');
      expect(events.map((event) => event['detail-type'])).toEqual([
        'TenantRegistered',
        'TenantProvisioningFailed',
      ]);
      expect(again.status).toBe('active');
    },
  );

  it.each([
    { what: 'it was throttled', when: 'before', error: 'TooManyRequestsException' },
    { what: 'the answer was lost', when: 'after', error: 'InternalFailure' },
  ] as const)('becomes active when $what once', async ({ when, error }) => {
    const signUp = {
      tenantName: `Pied ${when}`,
      adminEmail: `richard-${when}@pied.example`,
      tier: 'basic',
    };
    product.fault({ service: 'apigateway', operation: 'CreateApiKey', error, when, times: 1 });

    const settled = await product.settled((await product.register(signUp)).registrationId);

    expect(settled.status).toBe('active');
    expect((await belongings(product, settled.tenantId)).keys).toHaveLength(1);
  });

  it('audit 1: gives a tenant a key that works when attaching it met another change', async () => {
    const signUp = { tenantName: 'Overlap', adminEmail: 'ada@overlap.example', tier: 'basic' };
    product.fault({
      service: 'apigateway',
      operation: 'CreateUsagePlanKey',
      error: 'ConflictException',
      when: 'before',
      times: 1,
    });

    const settled = await product.settled((await product.register(signUp)).registrationId);
    const token = await product.firstSignIn(signUp.tenantName, signUp.adminEmail);

    expect(settled.status).toBe('active');
    expect(await product.app(token, 'GET products')).toMatchObject({ status: 200 });
  });
});
