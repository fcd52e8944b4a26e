import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Cli, cliFor } from '../support/cliRun.ts';
import { loopbackServer, type Received } from '../support/loopbackServer.ts';
import { type Product, startProduct } from '../support/product.ts';
import { until } from '../support/until.ts';
import { verifiedBy } from '../support/webhookSubscriber.ts';

const SECRET = /whsec_\S{44}/;

let product: Product;
let cli: Cli;
let subscriber: Awaited<ReturnType<typeof loopbackServer>>;

beforeAll(async () => {
  product = await startProduct();
  cli = await cliFor(product);
  subscriber = await loopbackServer();
});
beforeEach(() => {
  subscriber.received.length = 0;
  subscriber.answer(({ body }, response) => response.end(JSON.stringify(JSON.parse(body).data)));
});
afterAll(async () => {
  await subscriber.close();
  await product.stop();
  await cli.remove();
});

const register = (tenantName: string) =>
  product.register({ tenantName, adminEmail: `${tenantName}@hook.example`, tier: 'basic' });

/** The first request that the subscriber got. */
const first = (): Received => {
  const [got] = subscriber.received;
  if (!got) throw new Error('nothing was posted');
  return got;
};

const secretIn = (text: string): string => SECRET.exec(text)?.[0] ?? '';

describe('npx onboard webhooks', () => {
  const webhooks = (...args: string[]) => cli.run(['webhooks', ...args]);
  const webhooksJson = (...args: string[]) => cli.json(['webhooks', ...args]);
  let webhookId: string;

  it('registers an endpoint, whose secret it prints once, and has it verified', async () => {
    const types = ['--event', 'TenantRegistered', '--event', 'TenantProvisioned'];
    const registered = await webhooks('register', subscriber.url, ...types, '--description', 'CRM');
    webhookId = /^webhook +(\S{26})$/m.exec(registered.out)?.[1] ?? '';
    const pending = await webhooks('show', webhookId);
    const verified = await webhooks('verify', webhookId);
    const list = await webhooks('list');

    expect(registered.out).toMatch(
      /^for +CRM\nstatus +pending\nsince +\S+Z\nsecret +whsec_\S{44}$/m,
    );
    expect(registered.err).toMatch(/^the secret is shown here and never again; /);
    expect(verifiedBy(secretIn(registered.out), first())).toMatchObject({
      type: 'webhook.verification',
    });
    expect(verified.out).toMatch(/^status +enabled$/m);
    expect(list.out).toMatch(
      new RegExp(`^${webhookId}  ${subscriber.url}  TenantRegistered, .* all +enabled$`, 'm'),
    );
    for (const { out, err } of [pending, verified, list]) expect(out + err).not.toMatch(SECRET);
  });

  it('gives a new secret, which signs from then on', async () => {
    const rotated = await webhooks('rotate', webhookId);
    await webhooks('verify', webhookId);

    expect(rotated.out).toMatch(/^whsec_\S{44}\n$/);
    expect(verifiedBy(rotated.out.trim(), first())).toMatchObject({});
  });

  it('shows what was delivered and what is dead, enables the endpoint again and redrives', async () => {
    subscriber.answer((_got, response) => response.writeHead(410).end());
    await register('Hooli');
    await until(async () => (await webhooksJson('show', webhookId)).status === 'disabled');
    await until(async () => (await webhooksJson('deliveries', webhookId, '--dead')).length === 2);
    const disabled = await webhooks('redrive', webhookId);
    const dead = await webhooks('deliveries', webhookId, '--dead');
    subscriber.answer((_got, response) => response.writeHead(204).end());

    const enabled = await webhooksJson('enable', webhookId);
    const redriven = await webhooks('redrive', webhookId);
    const isDelivered = async () => {
      const all: { status: string }[] = await webhooksJson('deliveries', webhookId);
      return all.filter(({ status }) => status === 'delivered').length === 2;
    };
    await until(isDelivered);
    const left = await webhooksJson('deliveries', webhookId, '--dead');

    expect(disabled.code).toBe(1);
    expect(disabled.err).toContain('is disabled; enable it first (WebhookNotEnabled, 409');
    expect(dead.out).toMatch(/ TenantRegistered .* dead +410$/m);
    expect(enabled).toMatchObject({ webhookId, status: 'enabled' });
    expect(redriven).toMatchObject({ code: 0, out: '2 will be sent again\n' });
    expect(left).toEqual([]);
  });

  it('removes an endpoint', async () => {
    const removed = await webhooks('remove', webhookId);
    const { code, err } = await webhooks('show', webhookId);

    expect(removed).toMatchObject({ code: 0, out: `${webhookId} gets no more events\n` });
    expect(code).toBe(1);
    expect(err).toMatch(/^error: no webhook has the id \S{26} \(WebhookNotFound, 404, /);
  });

  it('names the field of an address that the product does not post to', async () => {
    const { code, err } = await webhooks('register', 'http://billing.example.com/');

    expect(code).toBe(1);
    expect(err).toMatch(/^error: InvalidRequest \(400\)\n {2}url: must begin with https:\/\/\n$/);
  });
});

describe('npx onboard webhooks listen', () => {
  const listening = async (...more: string[]) => {
    const going = cli.start(['webhooks', 'listen', '--forward-to', subscriber.url, ...more]);
    return { ...going, secret: secretIn(await going.noted) };
  };

  const tails = async () => {
    const asked = { EventBusName: product.outputs.EventBusName, NamePrefix: 'onboard-tail' };
    const rules = await new EventBridgeClient(product.sdk).send(new ListRulesCommand(asked));
    const queues = await new SQSClient(product.sdk).send(
      new ListQueuesCommand({ QueueNamePrefix: 'onboard-tail' }),
    );
    return [...(rules.Rules ?? []), ...(queues.QueueUrls ?? [])].length;
  };

  it('posts events as a webhook would be, one after the other, and prints what came of each', async () => {
    const types = ['--event', 'TenantRegistered', '--event', 'TenantProvisioned', '--count', '2'];
    const listen = await listening(...types);

    const { tenantId } = await register('Initech');
    const code = await listen.ended;
    const messages = subscriber.received.map((got) => verifiedBy(listen.secret, got));

    expect(code).toBe(0);
    expect(messages).toMatchObject([
      { type: 'TenantRegistered', data: { tenantName: 'Initech' }, metadata: { tenantId } },
      { type: 'TenantProvisioned', metadata: { tenantId } },
    ]);
    expect(subscriber.received.map(({ headers }) => headers['webhook-id'])).toEqual(
      messages.map(({ metadata }) => metadata?.eventId),
    );
    expect(listen.lines[0]).toMatch(
      new RegExp(`^\\S+Z {2}TenantRegistered {2}${tenantId} {2}\\S{26} {2}200 {2}\\d+ ms$`),
    );
    expect(await tails()).toBe(0);
  });

  it('ends well by Ctrl-C, with exit code 1 where an answer was not 2xx; no redirect is followed', async () => {
    subscriber.answer((_got, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${subscriber.port}/else` }).end(),
    );
    const listen = await listening('--json');

    await register('Umbrella');
    await until(() => listen.lines.length > 0);
    const during = await tails();
    listen.child.kill('SIGINT');
    const code = await listen.ended;

    expect({ code, during, after: await tails() }).toEqual({ code: 1, during: 2, after: 0 });
    expect(JSON.parse(listen.lines[0] ?? '')).toMatchObject({
      type: 'TenantRegistered',
      status: 302,
    });
    expect(new Set(subscriber.received.map(({ path }) => path))).toEqual(new Set(['/hook']));
  });

  it('says that nobody answers at the address', async () => {
    const gone = await loopbackServer();
    await gone.close();
    const nowhere = ['--forward-to', gone.url, '--count', '1', '--json'];
    const listen = cli.start(['webhooks', 'listen', ...nowhere]);
    await listen.noted;

    await register('Globex');
    const code = await listen.ended;

    expect(code).toBe(1);
    expect(JSON.parse(listen.lines[0] ?? '')).toMatchObject({ problem: 'ECONNREFUSED' });
  });
});
