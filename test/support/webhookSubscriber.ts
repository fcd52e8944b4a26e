import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { newSecretValue } from '../../events/webhookMessage.ts';
import { dueAt, duePartitionOf, keys } from '../../services/webhooks/webhookKeys.ts';
import { aUlid } from './builders.ts';
import type { People } from './isolation/isolationPeople.ts';
import { loopbackServer, type Received } from './loopbackServer.ts';
import { until } from './until.ts';

const Registered = z.object({ webhookId: z.string(), secret: z.string() });

const Message = z.object({
  type: z.string(),
  data: z.looseObject({}),
  metadata: z.object({ eventId: z.string(), tenantId: z.string() }).optional(),
});

/** A message that a subscriber got, after the library of Standard Webhooks has verified it. */
export const verifiedBy = (secret: string, { body, headers }: Received) =>
  Message.parse(new Webhook(secret).verify(body, headers));

const isChallenge = (body: string): boolean =>
  Message.parse(JSON.parse(body)).type === 'webhook.verification';

/** A subscriber on this machine, which answers challenges, and 204 or another status to events. */
export const webhookSubscriber = async (people: People, operatorToken: string) => {
  const server = await loopbackServer();
  let status: number | undefined = 204;
  const givenUp: Received[] = [];
  server.answer((got, response) => {
    const { body } = got;
    if (isChallenge(body)) response.end(JSON.stringify(JSON.parse(body).data));
    else if (status !== undefined) response.writeHead(status).end();
    else response.once('close', () => void givenUp.push(got));
  });
  const call = (request: string, body?: unknown) =>
    people.call('control', request, { token: operatorToken, body });
  return {
    call,
    url: server.url,
    close: server.close,
    /** The events that it got, without challenges. */
    received: () => server.received.filter(({ body }) => !isChallenge(body)),
    answer(next: number) {
      status = next;
    },
    /** From now on events get no answer. */
    hang() {
      status = undefined;
    },
    /** How many of those that got no answer wait for none any more. */
    givenUp: () => givenUp.length,
    /** Registers this subscriber and has it verified. */
    async subscribe(more: object = {}) {
      const { body } = await call('POST webhooks', { url: server.url, ...more });
      const registered = Registered.parse(body);
      await call(`POST webhooks/${registered.webhookId}/verify`);
      return registered;
    },
  };
};

/** The row of an endpoint whose visit is overdue; nothing waits for it. */
export const anEndpointThatIsDue = () => {
  const webhookId = aUlid(9_000);
  const at = new Date(0).toISOString();
  return {
    ...keys.endpoint(webhookId),
    webhookId,
    url: 'https://due.example.com/',
    status: 'disabled',
    createdAt: at,
    secrets: [{ value: newSecretValue() }],
    due: dueAt(at, webhookId),
    dueFor: duePartitionOf(webhookId),
  };
};

/** A subscriber is gone when a tenant comes, is enabled again, and gets what it has missed. */
export const diedAndRedriven = async (people: People, token: string): Promise<void> => {
  const subscriber = await webhookSubscriber(people, token);
  const { webhookId } = await subscriber.subscribe();
  const path = `webhooks/${webhookId}`;
  await subscriber.call('GET webhooks');
  await subscriber.call(`POST ${path}/secret`);
  subscriber.answer(410);
  await people.onboard('Hooked', 'basic');
  const dead = async () =>
    (await subscriber.call(`GET ${path}/deliveries?status=dead`)).body.deliveries;
  await until(async () => (await dead()).length >= 3);
  await subscriber.call(`POST ${path}/enable`);
  subscriber.answer(204);
  const sent = subscriber.received().length;
  await subscriber.call(`POST ${path}/redrive`);
  await until(() => subscriber.received().length >= sent + 3);
  await subscriber.call(`DELETE ${path}`);
  await subscriber.close();
};

export type WebhookSubscriber = Awaited<ReturnType<typeof webhookSubscriber>>;
