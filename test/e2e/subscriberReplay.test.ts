import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
} from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { replayEvents } from '../../client/eventsReplay.ts';
import { readAssembly } from '../../engine/cloudformation/template/assembly.ts';
import type { Decision } from '../../engine/endpoint/authorize.ts';
import { mockBilling } from '../../samples/billing/mockBilling.ts';
import { tapBus } from '../support/busTap.ts';
import { type Product, startProduct } from '../support/product.ts';
import { synthesisOf } from '../support/synthesis.ts';
import { until } from '../support/until.ts';

/** Their events are more than a replay sends at once. */
const ONBOARDINGS = 20;
const FAILING = 4;
const AT_ONCE = 5;
const LONG_MS = 600_000;

const Row = z.looseObject({ tenantId: z.string() });
const Line = Row.extend({ status: z.string(), customerId: z.string().optional() });

/** How often each sample has worked, by what its function was allowed to do with its table. */
const counter = () => {
  const counts = { billing: 0, crm: 0 };
  const onDecision = ({ call, permission }: Decision) => {
    if (call.principal.kind !== 'role') return;
    const { action, resource } = permission;
    if (action === 'dynamodb:GetItem' && resource.includes('Ledger')) counts.billing += 1;
    if (action === 'dynamodb:UpdateItem' && resource.includes('Contacts')) counts.crm += 1;
  };
  return { counts, onDecision };
};

describe('a subscriber that was stopped for many onboardings', () => {
  const { counts, onDecision } = counter();
  let product: Product;
  let billing: Awaited<ReturnType<typeof mockBilling>>;
  let samples: Awaited<ReturnType<typeof synthesisOf>>;
  let bus: Awaited<ReturnType<typeof tapBus>>;
  let events: EventBridgeClient;
  let documents: DynamoDBDocumentClient;

  beforeAll(async () => {
    billing = await mockBilling(0);
    process.env['BILLING_URL'] = billing.url;
    samples = await synthesisOf('dev', { app: 'samples/app.ts' });
    product = await startProduct({
      beside: [await readAssembly(samples.folder)],
      onDecision,
    });
    bus = await tapBus(product);
    events = new EventBridgeClient(product.sdk);
    documents = DynamoDBDocumentClient.from(new DynamoDBClient(product.sdk));
  }, LONG_MS);
  afterAll(async () => {
    await product.stop();
    await samples.destroy();
    await billing.close();
  });

  const rows = async (output: string) => {
    const TableName = product.stackOutputs[output];
    return z.array(Row).parse((await documents.send(new ScanCommand({ TableName }))).Items);
  };

  /** Whom billing bills, as which customers, and how many tenants it has done with. */
  const ledger = async () => {
    const lines = z.array(Line).parse(await rows('BillingLedgerName'));
    const billed = lines.filter(({ customerId }) => customerId !== undefined);
    return {
      billed: billed.map(({ tenantId }) => tenantId).sort(),
      customers: billed.map(({ customerId }) => customerId).sort(),
      settled: billed.length + lines.filter(({ status }) => status === 'closed').length,
    };
  };

  /** The CRM's entries that know how it went: one a tenant, and one for each admin there is. */
  const concluded = async () =>
    (await rows('CrmContactsName')).filter((entry) => 'outcome' in entry);

  /** The events that another subscriber has got once there are so many. */
  const tapped = async (count: number) => {
    const seen = await bus.read();
    await until(async () => seen.push(...(await bus.read())) >= count);
    return seen;
  };

  const onboard = async (n: number) => {
    const signUp = { tenantName: `Replayed ${n}`, adminEmail: `a${n}@replay.example` };
    const { registrationId } = await product.register({ ...signUp, tier: 'basic' });
    return product.settled(registrationId);
  };

  const onboardAll = async () => {
    const settled: Awaited<ReturnType<typeof onboard>>[] = [];
    for (let first = 0; first < ONBOARDINGS; first += AT_ONCE) {
      const wave = Array.from({ length: AT_ONCE }, (_, index) => onboard(first + index));
      settled.push(...(await Promise.all(wave)));
    }
    return settled;
  };

  const rule = () => ({ Name: 'subscriber-billing', EventBusName: product.outputs.EventBusName });

  const replay = () =>
    replayEvents({
      client: events,
      busName: product.outputs.EventBusName,
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 50))),
      now: Date.now,
    })({
      subscriber: 'billing',
      from: new Date(Date.now() - 3_600_000),
      to: new Date(Date.now() + 60_000),
    });

  it(
    'has an exact ledger after a replay, and nobody else saw anything again',
    async () => {
      await events.send(new DisableRuleCommand(rule()));
      product.fault({
        service: 'apigateway',
        operation: 'CreateApiKey',
        error: 'LimitExceededException',
        when: 'before',
        times: FAILING,
      });
      const settled = await onboardAll();
      const provisioned = settled
        .filter(({ status }) => status === 'active')
        .map(({ tenantId }) => tenantId)
        .sort();
      const outcomes = ONBOARDINGS + provisioned.length;
      const seen = await tapped(ONBOARDINGS + outcomes);
      await until(async () => (await concluded()).length === outcomes);
      const contacts = await rows('CrmContactsName');
      const crmWork = counts.crm;
      expect(provisioned).toHaveLength(ONBOARDINGS - FAILING);
      expect(await rows('BillingLedgerName')).toEqual([]);

      await events.send(new EnableRuleCommand(rule()));
      expect(await replay()).toMatchObject({ state: 'COMPLETED' });
      await until(async () => (await ledger()).settled === ONBOARDINGS);
      const billingWork = counts.billing;
      expect(await replay()).toMatchObject({ state: 'COMPLETED' });
      await until(() => counts.billing >= billingWork + ONBOARDINGS);

      const { billed, customers } = await ledger();
      expect(billed).toEqual(provisioned);
      expect(customers).toEqual(
        billing
          .customers()
          .map(({ id }) => id)
          .sort(),
      );
      expect(billing.customers().filter(({ closed }) => closed)).toEqual([]);
      expect(counts.crm).toBe(crmWork);
      expect(await rows('CrmContactsName')).toEqual(contacts);
      expect(await bus.read()).toEqual([]);
      expect(new Set(seen.map(({ detail }) => detail.metadata.eventId)).size).toBe(seen.length);
    },
    LONG_MS,
  );
});
