import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { deliverLane } from '../../services/webhooks/deliverLane.ts';
import { deliveryLogIn } from '../../services/webhooks/deliveryLog.ts';
import { type Endpoint, newSecretValue } from '../../services/webhooks/endpoint.ts';
import { endpointTable, everyEndpoint } from '../../services/webhooks/endpointTable.ts';
import { fanOut } from '../../services/webhooks/fanOut.ts';
import type { Answer, Post } from '../../services/webhooks/httpPost.ts';
import { enqueueIn, redriveIn } from '../../services/webhooks/intake.ts';
import { dueLanesIn, laneTable } from '../../services/webhooks/laneTable.ts';
import { sweep } from '../../services/webhooks/sweep.ts';
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

const Lanes = z.array(z.object({ due: z.string().optional() }));

const START = Date.UTC(2026, 0, 5, 9);
const MINUTE_MS = 60_000;

/** What an endpoint may answer with a plain status. */
export const answering = (status: number, retryAfter?: string): Answer => ({
  kind: 'answered',
  status,
  retryAfter,
  body: '',
});

/** Whether a secret signed a request, by the library of Standard Webhooks. */
export const isSignedBy = (secret: string, { id, timestamp, body, signature }: Posted): boolean =>
  signature.split(' ').includes(new Webhook(secret).sign(id, timestamp, body));

let tables = 0;

/** The webhook service on its own table, with a clock and endpoints that the test holds. */
export const webhookFixture = async ({ documents, table }: ProductEngine) => {
  tables += 1;
  const tableName = await table('webhooks', `webhooks-${tables}`);
  const posted: Posted[] = [];
  const suspended = new Set<string>();
  let minute = 0;
  let made = 0;
  let respond: (request: Posted) => Answer | Promise<Answer> = () => answering(204);
  const now = () => new Date(START + minute * MINUTE_MS);

  const post: Post = async (url, { headers, body }) => {
    const request = {
      minute,
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

  const endpoints = endpointTable(documents, tableName);
  const lanes = laneTable(documents, tableName);
  const deliver = deliverLane({
    ...lanes,
    now,
    endpoint: endpoints.get,
    async disable(webhookId) {
      await endpoints.setStatus(webhookId, 'disabled');
    },
    post,
    isSuspended: async (tenantId) => suspended.has(tenantId),
  });
  const common = { now, endpoints: () => everyEndpoint(endpoints.page), deliver };
  const take = fanOut({ ...common, enqueue: enqueueIn({ documents, tableName }) });
  const runSweep = sweep({ ...common, dueLanes: dueLanesIn(documents, tableName) });

  /** The minute in which the first lane of all is due. */
  const nextDue = async (): Promise<number | undefined> => {
    const lanes = (await documents.send(new ScanCommand({ TableName: tableName }))).Items ?? [];
    const dues = Lanes.parse(lanes).flatMap(({ due }) => due ?? []);
    const first = dues.sort()[0]?.split('#')[0];
    return first === undefined ? undefined : Math.ceil((Date.parse(first) - START) / MINUTE_MS);
  };

  return {
    now,
    post,
    posted,
    /** The tenants that are suspended at this moment. */
    suspended,
    /** Any event comes over the bus. */
    take,
    endpoints,
    lanes,
    deliver,
    log: deliveryLogIn(documents, tableName),
    redrive: redriveIn({ documents, tableName }),
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
      const tenantId = aTenantId(t);
      const occurredAt = now().toISOString();
      const metadata = { eventId: aUlid(n), sequence, tenantId, occurredAt };
      const detail = aTenantProvisioned({ tenantId }, metadata);
      await take({ type: 'TenantProvisioned', detail });
    },
    /** So many minutes go by, with a sweep in each. */
    async advance(minutes: number) {
      for (let n = 0; n < minutes; n += 1) {
        minute += 1;
        await runSweep();
      }
    },
    /** So much time goes by, with a sweep in each minute in which a lane is due. */
    async pass(hours: number) {
      const end = minute + hours * 60;
      for (;;) {
        const due = (await nextDue()) ?? end;
        minute = Math.min(Math.max(due, minute + 1), end);
        await runSweep();
        if (minute === end) return;
      }
    },
    /** So many minutes go by, and nothing runs. */
    skip(minutes: number) {
      minute += minutes;
    },
  };
};

export type WebhookFixture = Awaited<ReturnType<typeof webhookFixture>>;
