import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { signedHeaders } from '#events/webhookMessage.ts';
import type { Run } from '#shared/declaredRoute.ts';
import { problem } from '#shared/reply.ts';
import { type Endpoint, endpointView, signingSecrets } from './endpoint.ts';
import type { Answer, Post } from './httpPost.ts';
import { challengeBody } from './message.ts';
import type { webhooksFunction } from './webhooks.function.ts';
import { notFound, type WebhookPorts, withEndpoint } from './webhooks.ts';

type Route = (typeof webhooksFunction)['routes']['POST /webhooks/{webhookId}/verify'];

export type VerificationPorts = Pick<WebhookPorts, 'now' | 'newUlid' | 'get' | 'setStatus'> & {
  post: Post;
  newChallenge(): string;
};

const Echo = z.object({ challenge: z.string() });

const echoIn = (body: string): string | undefined => {
  try {
    return Echo.safeParse(JSON.parse(body)).data?.challenge;
  } catch {
    return undefined;
  }
};

const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const problemIn = (answer: Answer, challenge: string): string | undefined => {
  if (answer.kind === 'failed') return answer.problem;
  if (answer.status < 200 || answer.status > 299) return `it answered ${answer.status}`;
  return isSame(echoIn(answer.body) ?? '', challenge)
    ? undefined
    : 'its answer was not {"challenge": "…"} with the challenge that it got';
};

const ask = async (ports: VerificationPorts, endpoint: Endpoint): Promise<string | undefined> => {
  const at = ports.now();
  const challenge = ports.newChallenge();
  const message = { id: ports.newUlid(), body: challengeBody(challenge, at) };
  const headers = signedHeaders(message, signingSecrets(endpoint.secrets, at), at);
  return problemIn(await ports.post(endpoint.url, { headers, body: message.body }), challenge);
};

/**
 * Posts a signed challenge that the endpoint must send back, which proves that it is meant to get
 * these events. A pending endpoint is enabled by it; any other one stays as it is.
 */
export const verifyWebhook = (ports: VerificationPorts): Run<Route> =>
  withEndpoint(ports, async (endpoint) => {
    const { webhookId, status } = endpoint;
    const wrong = await ask(ports, endpoint);
    if (wrong !== undefined) {
      return problem(422, 'WebhookNotVerified', { message: `the endpoint failed: ${wrong}` });
    }
    if (status !== 'pending') return { status: 200, body: endpointView(endpoint) };
    if (!(await ports.setStatus(webhookId, 'enabled'))) return notFound(webhookId);
    return { status: 200, body: endpointView({ ...endpoint, status: 'enabled' }) };
  });
