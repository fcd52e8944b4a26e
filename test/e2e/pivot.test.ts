import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Tier } from '../../events/fields.ts';
import { TenantRegistered } from '../../events/schemas/registration.ts';
import { aTenantId, aTenantRegistered, aUlid } from '../support/builders.ts';
import { type BusEvent, tapBus } from '../support/busTap.ts';
import { belongings, nothing } from '../support/leftovers.ts';
import { startProduct } from '../support/product.ts';
import { until } from '../support/until.ts';

/** For retries with their real pauses, on a busy machine. */
const PATIENCE_MS = 180_000;

const Machine = z.object({
  States: z.object({
    PublishTenantProvisioned: z.object({ Arguments: z.object({ FunctionName: z.string() }) }),
  }),
});

const isOf =
  (tenantId: string) =>
  ({ detail }: BusEvent): boolean =>
    detail.metadata.tenantId === tenantId;

const typesOf = (events: BusEvent[]) => events.map((event) => event['detail-type']);

describe('a tenant that has its route', () => {
  let product: Awaited<ReturnType<typeof startProduct>>;
  let bus: Awaited<ReturnType<typeof tapBus>>;

  beforeAll(async () => {
    product = await startProduct();
    bus = await tapBus(product);
  });
  afterAll(() => product.stop());

  /** Announces a registration as a partner would. */
  const announce = async (n: number, tier: Tier) => {
    const tenantId = aTenantId(n);
    const [registrationId, eventId] = [aUlid(n), aUlid(n + 1_000)];
    const { source, type } = TenantRegistered;
    const detail = aTenantRegistered(
      {
        registrationId,
        tenantId,
        tenantName: `Tenant ${n}`,
        adminEmail: `admin${n}@pivot.example`,
        tier,
      },
      { eventId, tenantId, correlationId: registrationId },
    );
    const EventBusName = product.outputs.EventBusName;
    const entry = {
      EventBusName,
      Source: source,
      DetailType: type,
      Detail: JSON.stringify(detail),
    };
    await new EventBridgeClient(product.sdk).send(new PutEventsCommand({ Entries: [entry] }));
    return detail.data;
  };

  /** The saga hears nothing of so many announcements, which are out all the same. */
  const loseAnswers = async (times: number) => {
    const { OnboardingStateMachineArn: stateMachineArn } = product.outputs;
    const describeMachine = new DescribeStateMachineCommand({ stateMachineArn });
    const { definition = '' } = await new SFNClient(product.sdk).send(describeMachine);
    const { States } = Machine.parse(JSON.parse(definition));
    const { FunctionName } = States.PublishTenantProvisioned.Arguments;
    const lost = { error: 'ServiceException', when: 'after', times } as const;
    product.fault({ service: 'lambda', operation: 'Invoke', match: { FunctionName }, ...lost });
  };

  /** Reads the bus until it has so many events of this type. */
  const readUntil = async (type: string, count: number): Promise<BusEvent[]> => {
    const events: BusEvent[] = [];
    while (typesOf(events).filter((one) => one === type).length < count) {
      events.push(...(await bus.read()));
    }
    return events;
  };

  it.each([
    ['basic', 1],
    ['platinum', 2],
  ] as const)(
    'is never rolled back for lost answers of its announcement: %s',
    async (tier, n) => {
      await loseAnswers(3);
      const { registrationId, tenantId } = await announce(n, tier);

      const events = await readUntil('TenantProvisioned', 4);
      const settled = await product.settled(registrationId);

      const provisioned = events.filter((event) => event['detail-type'] === 'TenantProvisioned');
      expect(settled.status).toBe('active');
      expect(new Set(provisioned.map(({ detail }) => detail.metadata.eventId)).size).toBe(1);
      expect(typesOf(events)).not.toContain('TenantProvisioningFailed');
      const { clients, users } = await belongings(product, tenantId);
      expect([clients.length, users.length]).toEqual([1, 1]);
    },
    PATIENCE_MS,
  );

  it(
    'is rolled back when its first admin cannot be made, and can sign up again',
    async () => {
      const signUp = { tenantName: 'Hooli', adminEmail: 'gavin@hooli.example', tier: 'basic' };

      const refused = { error: 'InvalidParameterException', when: 'before', times: 1 } as const;
      product.fault({ service: 'cognito-idp', operation: 'AdminCreateUser', ...refused });
      const { registrationId, tenantId } = await product.register(signUp);
      const failed = await product.settled(registrationId);
      const events = (await bus.read()).filter(isOf(tenantId));
      const again = await product.register({ ...signUp, adminEmail: 'belson@hooli.example' });
      // Identity removes who is left in its own time, once it hears that the tenant was rolled back.
      await until(async () => (await belongings(product, tenantId)).rows === 0);

      expect(failed).toMatchObject({
        status: 'failed',
        failure: {
          failedStep: 'CreateTenantAdmin',
          error: { name: 'AddressRefused' },
          compensated: true,
          stuck: [],
        },
      });
      expect(typesOf(events)).toEqual([
        'TenantRegistered',
        'TenantProvisioned',
        'UserCreationFailed',
        'TenantProvisioningFailed',
      ]);
      expect(await belongings(product, tenantId)).toEqual(nothing);
      expect((await product.settled(again.registrationId)).status).toBe('active');
    },
    PATIENCE_MS,
  );

  it(
    'names what it could not undo',
    async () => {
      const refused = { error: 'InvalidParameterException', when: 'before' } as const;
      const cognito = { service: 'cognito-idp', operation: 'DeleteUserPoolClient', times: 6 };
      product.fault({ ...cognito, ...refused });
      const full = { error: 'LimitExceededException', when: 'before', times: 1 } as const;
      product.fault({ service: 'apigateway', operation: 'CreateApiKey', ...full });

      const { registrationId, tenantId } = await product.register({
        tenantName: 'Stuck',
        adminEmail: 'stan@stuck.example',
        tier: 'basic',
      });
      const failed = await product.settled(registrationId);

      const told = (await bus.read()).filter(isOf(tenantId)).at(-1);
      const clients = (await belongings(product, tenantId)).clients;
      expect(failed.failure).toMatchObject({ compensated: false, stuck: ['CreateIdentity'] });
      expect(told).toMatchObject({
        'detail-type': 'TenantProvisioningFailed',
        detail: { data: { stuck: ['CreateIdentity'], undone: ['CreateApiKey', 'ClaimTenant'] } },
      });
      expect(await belongings(product, tenantId)).toEqual({ ...nothing, clients });
      expect(clients).toHaveLength(1);
    },
    PATIENCE_MS,
  );
});
