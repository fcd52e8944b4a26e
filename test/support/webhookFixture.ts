import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { newSecretValue } from '../../events/webhookMessage.ts';
import { deliver } from '../../services/webhooks/deliver.ts';
import type { Lane } from '../../services/webhooks/delivery.ts';
import { deliveryLogIn } from '../../services/webhooks/deliveryLog.ts';
import type { Endpoint } from '../../services/webhooks/endpoint.ts';
import { endpointTable, everyEndpoint } from '../../services/webhooks/endpointTable.ts';
import { fanOut } from '../../services/webhooks/fanOut.ts';
import type { Answer, Post } from '../../services/webhooks/httpPost.ts';
import { enqueueIn, redriveIn } from '../../services/webhooks/intake.ts';
import { laneChanges } from '../../services/webhooks/laneChanges.ts';
import { laneTable } from '../../services/webhooks/laneTable.ts';
import type { BusEvent } from '../../services/webhooks/message.ts';
import { sweep } from '../../services/webhooks/sweep.ts';
import { dueEndpointsIn, visitTable } from '../../services/webhooks/visitTable.ts';
import type { SendWakes, Wake } from '../../services/webhooks/wake.ts';
import { dueAt, keys, timeOf } from '../../services/webhooks/webhookKeys.ts';
import { aTenantId, aTenantProvisioned, aUlid } from './builders.ts';
import type { ProductEngine } from './productEngine.ts';

/** A request that an endpoint got, and at which minute of virtual time. */
export type Posted = {
  minute: number;
  url: string;
  id: string;
  timestamp: Date;
  signature: string;
  body: string;
  tenantId: string;
};

const Body = z.object({ metadata: z.object({ tenantId: z.string() }) });

const Due = z.array(z.object({ due: z.string().optional(), dueFor: z.string().optional() }));

const START = Date.UTC(2026, 0, 5, 9);
const MINUTE_MS = 60_000;
/** The queues' visibility timeout. */
const COMES_BACK_MS = 45_000;

/** What an endpoint may answer with a plain status. */
export const answering = (status: number, retryAfter?: string): Answer => ({
  kind: 'answered',
  status,
  retryAfter,
  body: '',
});

let tables = 0;

/** The webhook service on its own table, with a clock and endpoints that the test holds. */
export const webhookFixture = async ({ documents, table }: ProductEngine) => {
  tables += 1;
  const tableName = await table('webhooks', `webhooks-${tables}`);
  const posted: Posted[] = [];
  const suspended = new Set<string>();
  let time = START;
  let queued: { wake: Wake; at: number }[] = [];
  let made = 0;
  let respond: (request: Posted) => Answer | Promise<Answer> = () => answering(204);
  const now = () => new Date(time);

  const post: Post = async (url, { headers, body }) => {
    const request = {
      minute: (time - START) / MINUTE_MS,
      url,
      id: headers['webhook-id'] ?? '',
      timestamp: new Date(Number(headers['webhook-timestamp']) * 1_000),
      signature: headers['webhook-signature'] ?? '',
      body,
      tenantId: Body.safeParse(JSON.parse(body)).data?.metadata.tenantId ?? '',
    };
    posted.push(request);
    return respond(request);
  };

  const wake: SendWakes = async (wakes, delaySeconds = 0) => {
    queued.push(...wakes.map((one) => ({ wake: one, at: time + delaySeconds * 1_000 })));
  };
  const endpoints = endpointTable(documents, tableName);
  const ports = {
    ...visitTable(documents, tableName),
    ...laneTable(documents, tableName),
    ...laneChanges(documents, tableName),
    now,
    endpoint: endpoints.get,
    async disable(webhookId: string) {
      await endpoints.setStatus(webhookId, 'disabled');
    },
    isSuspended: async (tenantId: string) => suspended.has(tenantId),
    post,
    wake,
    redrive: redriveIn({ documents, tableName }),
  };
  const common = { now, wake, endpoints: () => everyEndpoint(endpoints.page) };
  const enqueue = enqueueIn({ documents, tableName });
  let refused: string | undefined;
  const take = fanOut({
    ...common,
    async enqueue(delivery) {
      if (delivery.webhookId === refused) throw new Error('not kept');
      await enqueue(delivery);
    },
  });
  const runSweep = sweep({ ...common, dueEndpoints: dueEndpointsIn(documents, tableName) });
  const visit = deliver(ports);

  const comesBack = (one: Wake) => queued.push({ wake: one, at: time + COMES_BACK_MS });

  /** Takes every wake that is there by now, and those that come of it. */
  const work = async (): Promise<void> => {
    for (;;) {
      const due = queued.filter(({ at }) => at <= time);
      if (due.length === 0) return;
      queued = queued.filter(({ at }) => at > time);
      await Promise.all(due.map((each) => visit(each.wake).catch(() => comesBack(each.wake))));
    }
  };

  /** The first minute in which an endpoint is due for the sweep. */
  const nextDue = async (): Promise<number> => {
    const rows = (await documents.send(new ScanCommand({ TableName: tableName }))).Items ?? [];
    const dues = Due.parse(rows).flatMap(({ due, dueFor }) =>
      due !== undefined && dueFor?.startsWith('endpoints#') ? Date.parse(timeOf(due)) : [],
    );
    return START + Math.ceil((Math.min(...dues) - START) / MINUTE_MS) * MINUTE_MS;
  };

  /** Time goes by until then, and the wakes are taken that come meanwhile. */
  const goOnUntil = async (end: number): Promise<void> => {
    for (;;) {
      const next = Math.min(...queued.map(({ at }) => at), end);
      time = Math.max(time, next);
      await work();
      if (time >= end) return;
    }
  };

  const bring = async (n: number, t: number, sequence: number): Promise<void> => {
    const tenantId = aTenantId(t);
    const occurredAt = now().toISOString();
    const metadata = { eventId: aUlid(n), sequence, tenantId, occurredAt };
    const detail = aTenantProvisioned({ tenantId }, metadata);
    await take({ type: 'TenantProvisioned', detail });
  };

  return {
    tableName,
    now,
    post,
    posted,
    /** The tenants that are suspended at this moment. */
    suspended,
    /** Any event comes over the bus, and its wakes are taken. */
    async take(event: BusEvent) {
      await take(event);
      await work();
    },
    endpoints,
    ports,
    visit,
    wake,
    work,
    log: deliveryLogIn(documents, tableName),
    redrive: ports.redrive,
    queued: () => queued.map(({ wake: one, at }) => ({ ...one, seconds: (at - time) / 1_000 })),
    sweep: runSweep,
    answer(how: typeof respond) {
      respond = how;
    },
    /** An enabled endpoint; the n-th has its own host. */
    async anEndpoint(more: Partial<Endpoint> = {}): Promise<Endpoint> {
      made += 1;
      const endpoint: Endpoint = {
        webhookId: aUlid(9_000 + made),
        url: `https://subscriber${made}.example.com/`,
        status: 'enabled',
        createdAt: now().toISOString(),
        secrets: [{ value: newSecretValue() }],
        ...more,
      };
      await endpoints.create(endpoint);
      return endpoint;
    },
    /** The n-th event comes over the bus, about the t-th tenant; it may have another sequence. */
    async event(n: number, t = 1, sequence = n) {
      await bring(n, t, sequence);
      await work();
    },
    /** The wakes that the n-th event sends; nobody takes them. */
    async wokenBy(n: number) {
      queued = [];
      await bring(n, 1, n);
      return queued.splice(0).map(({ wake: one }) => one);
    },
    /** The n-th event comes, about the t-th tenant, and nobody takes its wakes yet. */
    bring: (n: number, t: number) => bring(n, t, n),
    /** A lane as releases before visits kept it: it is due, and nothing says so but the index. */
    async leftByAnEarlierRelease(lane: Lane) {
      const { webhookId, tenantId } = lane;
      for (const { since, eventId } of await ports.arrivals(webhookId, 25)) {
        const Key = keys.arrival({ webhookId, since, eventId });
        await documents.send(new DeleteCommand({ TableName: tableName, Key }));
      }
      const due = dueAt(now().toISOString(), tenantId);
      const Item = { ...keys.held(lane), tenantId, dueFor: webhookId, due, arrivals: 1 };
      await documents.send(new PutCommand({ TableName: tableName, Item }));
    },
    /** From now on no delivery is kept for this endpoint. */
    refuseFor(webhookId: string) {
      refused = webhookId;
    },
    /** An operator has an endpoint's dead letters sent again. */
    async redriven(webhookId: string) {
      const redriven = await ports.redrive(webhookId, now());
      await wake([{ webhookId, track: 'troubled' }]);
      await work();
      return redriven;
    },
    /** So many minutes go by, with a sweep in each. */
    async advance(minutes: number) {
      for (let n = 0; n < minutes; n += 1) {
        await goOnUntil(time + MINUTE_MS);
        await runSweep();
        await work();
      }
    },
    /** So much time goes by, with a sweep in each minute in which an endpoint is due. */
    async pass(hours: number) {
      const end = time + hours * 60 * MINUTE_MS;
      while (time < end) {
        const due = Math.max(await nextDue(), time + MINUTE_MS);
        await goOnUntil(Math.min(due, end, ...queued.map(({ at }) => at)));
        if (time >= due) await runSweep();
        await work();
      }
    },
    /** So many minutes go by, and nothing runs. */
    skip(minutes: number) {
      time += minutes * MINUTE_MS;
    },
    /** Wakes are lost. */
    loseWakes() {
      queued = [];
    },
  };
};

export type WebhookFixture = Awaited<ReturnType<typeof webhookFixture>>;
