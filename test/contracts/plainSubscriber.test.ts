import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Detail } from '../../events/defineEvent.ts';
import { Tier } from '../../events/fields.ts';
import { TenantRegistered } from '../../events/schemas/registration.ts';
import { aTenantRegistered } from '../support/builders.ts';
import { type Product, startProduct } from '../support/product.ts';
import { unrulyQueue } from '../support/unrulyQueue.ts';
import { until } from '../support/until.ts';

const ONBOARDINGS = 20;
const FAILING = 4;
const AT_ONCE = 4;
const SEED = 20_260_105;

const Ledger = z.object({
  seen: z.record(z.string(), z.string()),
  repeated: z.number(),
  aside: z.array(z.looseObject({ 'detail-type': z.string() })),
  tenants: z.record(
    z.string(),
    z.object({
      state: z.string(),
      customers: z.number(),
      name: z.string().optional(),
      tier: z.string().optional(),
      users: z.record(z.string(), z.string()),
    }),
  ),
});

/** As EventBridge delivers it. */
const delivered = (detail: Detail<typeof TenantRegistered>) => ({
  version: '0',
  id: detail.metadata.eventId,
  'detail-type': TenantRegistered.type,
  source: TenantRegistered.source,
  account: '123456789012',
  time: detail.metadata.occurredAt,
  region: 'us-east-1',
  resources: [],
  detail,
});

type SignUp = { tenantName: string; adminEmail: string; tier: string };

/** Runs a script of the subscriber's as its own process, which knows nothing of this project. */
const environment = ({ sdk, outputs }: Product, queueUrl: string, ledger: string) => ({
  PATH: process.env['PATH'],
  AWS_ENDPOINT_URL: sdk.endpoint,
  AWS_REGION: sdk.region,
  AWS_ACCESS_KEY_ID: sdk.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: sdk.credentials.secretAccessKey,
  EVENT_BUS_NAME: outputs.EventBusName,
  CATALOGUE: 'docs/events',
  QUEUE_URL: queueUrl,
  QUEUE_ARN: 'arn:aws:sqs:us-east-1:000000000000:arrivals',
  LEDGER: ledger,
});

describe('a subscriber in plain JavaScript, written from the catalogue', () => {
  let product: Product;
  let directory: string;
  let queue: Awaited<ReturnType<typeof unrulyQueue>>;
  let subscriber: ChildProcess;
  let complaints = '';

  beforeAll(async () => {
    product = await startProduct();
    directory = await mkdtemp(join(tmpdir(), 'subscriber-'));
    queue = await unrulyQueue(product, SEED);
    const ledger = join(directory, 'ledger.json');
    await promisify(execFile)('node', ['--no-warnings', 'test/contracts/plain/subscribe.mjs'], {
      env: environment(product, queue.arrivals, ledger),
    });
    subscriber = spawn('node', ['--no-warnings', 'test/contracts/plain/subscriber.mjs'], {
      env: environment(product, queue.inbox, ledger),
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    subscriber.stderr?.on('data', (text: Buffer) => {
      complaints += text.toString();
    });
  });
  afterAll(async () => {
    subscriber.kill('SIGKILL');
    await product.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const signUp = (n: number): SignUp => ({
    tenantName: `Tenant ${n}`,
    adminEmail: `admin${n}@tenant${n}.example`,
    tier: Tier.options[n % Tier.options.length] ?? 'basic',
  });

  const onboard = async (n: number) => {
    if (n % (ONBOARDINGS / FAILING) === 0) {
      const when = n % 20 === 0 ? ('before' as const) : ('after' as const);
      const error = 'LimitExceededException';
      product.fault({ service: 'apigateway', operation: 'CreateApiKey', error, when, times: 1 });
    }
    const given = signUp(n);
    const { registrationId } = await product.register(given);
    const { tenantId, status } = await product.settled(registrationId);
    return { ...given, tenantId, status };
  };

  /** All onboardings, a few at a time, while the unruly queue moves what they publish. */
  const onboardAll = async () => {
    const settled: Awaited<ReturnType<typeof onboard>>[] = [];
    let next = 0;
    let done = false;
    const worker = async () => {
      while (next < ONBOARDINGS) {
        next += 1;
        settled.push(await onboard(next));
      }
    };
    const pumping = (async () => {
      while (!done) {
        await queue.pump();
        await pause(50);
      }
    })();
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    } finally {
      done = true;
      await pumping;
    }
    return settled;
  };

  it(`has an exact ledger of ${ONBOARDINGS} onboardings, ${FAILING} of them failing`, async () => {
    const settled = await onboardAll();
    const failed = settled.filter(({ status }) => status === 'failed');
    const active = settled.filter(({ status }) => status === 'active');
    const published = ONBOARDINGS + active.length * 2 + failed.length;
    await until(async () => {
      await queue.pump();
      return queue.counts.arrived >= published;
    });
    await queue.flush();
    const newer = aTenantRegistered({ tier: 'unheard' });
    const breaking = { 'detail-type': 'TenantProvisioned', source: 'provisioning', detail: {} };
    await queue.send([breaking, delivered(newer)].map((event) => JSON.stringify(event)));
    await until(queue.isEmpty);
    subscriber.kill('SIGTERM');
    const [code] = await once(subscriber, 'exit');
    const text = await readFile(join(directory, 'ledger.json'), 'utf8');
    const { seen, repeated, aside, tenants } = Ledger.parse(JSON.parse(text));

    expect([code, complaints]).toEqual([0, '']);
    expect([active.length, failed.length]).toEqual([ONBOARDINGS - FAILING, FAILING]);
    expect(aside).toEqual([breaking]);
    expect(tenants[newer.data.tenantId]).toMatchObject({ state: 'lead', tier: 'unheard' });
    const types = Object.values(seen);
    const countOf = (type: string) => types.filter((one) => one === type).length;
    // How many waited for their turn goes by how fast this machine is.
    const queued = countOf('TenantQueued');
    expect({
      TenantRegistered: countOf('TenantRegistered'),
      TenantProvisioned: countOf('TenantProvisioned'),
      TenantProvisioningFailed: countOf('TenantProvisioningFailed'),
      UserCreated: countOf('UserCreated'),
      all: types.length - queued,
    }).toEqual({
      TenantRegistered: ONBOARDINGS + 1,
      TenantProvisioned: active.length,
      TenantProvisioningFailed: failed.length,
      UserCreated: active.length,
      all: published + 1,
    });
    expect(repeated).toBe(queue.counts.sent - published - queued - 2);
    expect(repeated).toBeGreaterThan(ONBOARDINGS);
    const ledgerOf = Object.fromEntries(
      Object.entries(tenants).map(([tenantId, { users, ...tenant }]) => [
        tenantId,
        { ...tenant, users: Object.values(users) },
      ]),
    );
    const truth = settled.map(({ tenantId, tenantName, adminEmail, tier, status }) => [
      tenantId,
      expect.objectContaining({
        name: tenantName,
        tier,
        ...(status === 'active'
          ? { state: 'customer', customers: 1, users: [adminEmail] }
          : { state: 'lost', customers: 0, users: [] }),
      }),
    ]);
    expect(ledgerOf).toEqual({
      ...Object.fromEntries(truth),
      [newer.data.tenantId]: expect.objectContaining({ users: [] }),
    });
  }, 300_000);
});
