import type * as z from 'zod';
import { newSecretValue } from '#events/webhookMessage.ts';
import type { Run } from '#shared/declaredRoute.ts';
import { nextTokenOf } from '#shared/page.ts';
import { type Problem, problem, type Reply } from '#shared/reply.ts';
import type { Destination } from './destination.ts';
import { type Endpoint, endpointView, rotated } from './endpoint.ts';
import type { OneWebhook } from './webhookRequests.ts';
import type { webhooksFunction } from './webhooks.function.ts';

type Routes = (typeof webhooksFunction)['routes'];

export type WebhookPorts = {
  now(): Date;
  newUlid(): string;
  /** Where a URL leads; its host is looked up for it. */
  check(url: string): Promise<Destination>;
  create(endpoint: Endpoint): Promise<void>;
  get(webhookId: string): Promise<Endpoint | undefined>;
  page(page: { limit: number; after: string | undefined }): Promise<{
    endpoints: Endpoint[];
    last: string | undefined;
  }>;
  remove(webhookId: string): Promise<void>;
  /** False when the endpoint is gone. */
  setStatus(webhookId: string, status: Endpoint['status']): Promise<boolean>;
  /** False when somebody else has changed them meanwhile. */
  replaceSecrets(before: Endpoint, secrets: Endpoint['secrets']): Promise<boolean>;
};

/** The answer to a request for an endpoint that there is not. */
export const notFound = (webhookId: string) =>
  problem(404, 'WebhookNotFound', { message: `no webhook has the id ${webhookId}` });

const conflict = (code: string, message: string) => problem(409, code, { message });

const wrongUrl = (message: string) =>
  problem(400, 'InvalidRequest', {
    message: `url ${message}`,
    fields: [{ path: 'url', message }],
  });

/** For an endpoint that there is; answers that there is none of any other name. */
export const withEndpoint =
  <Answer extends Reply>(
    ports: Pick<WebhookPorts, 'get'>,
    run: (endpoint: Endpoint) => Promise<Answer>,
  ): ((request: z.infer<typeof OneWebhook>) => Promise<Answer | Problem<404>>) =>
  async ({ params: { webhookId } }) => {
    const endpoint = await ports.get(webhookId);
    return endpoint ? run(endpoint) : notFound(webhookId);
  };

/** Registers an endpoint. Its secret is shown in this answer and never again. */
export const createWebhook =
  (ports: WebhookPorts): Run<Routes['POST /webhooks']> =>
  async ({ body }) => {
    const destination = await ports.check(body.url);
    if ('problem' in destination) return wrongUrl(destination.problem);
    const secret = newSecretValue();
    const endpoint: Endpoint = {
      ...body,
      webhookId: ports.newUlid(),
      status: 'pending',
      createdAt: ports.now().toISOString(),
      secrets: [{ value: secret }],
    };
    await ports.create(endpoint);
    return { status: 201, body: { ...endpointView(endpoint), secret } };
  };

/** All endpoints, in the order in which they were registered. */
export const listWebhooks =
  (ports: WebhookPorts): Run<Routes['GET /webhooks']> =>
  async ({ query }) => {
    const { endpoints, last } = await ports.page({ limit: query.limit, after: query.nextToken });
    const webhooks = endpoints.map(endpointView);
    return { status: 200, body: { webhooks, nextToken: nextTokenOf(last) } };
  };

export const getWebhook = (ports: WebhookPorts): Run<Routes['GET /webhooks/{webhookId}']> =>
  withEndpoint(ports, async (endpoint) => ({ status: 200, body: endpointView(endpoint) }));

/** Nothing is sent to it from now on; what still waited for it is forgotten. */
export const deleteWebhook = (ports: WebhookPorts): Run<Routes['DELETE /webhooks/{webhookId}']> =>
  withEndpoint(ports, async ({ webhookId }) => {
    await ports.remove(webhookId);
    return { status: 204 };
  });

/** Gives a new secret. The ones before go on signing beside it for a day, so that none is lost. */
export const rotateSecret = (
  ports: WebhookPorts,
): Run<Routes['POST /webhooks/{webhookId}/secret']> =>
  withEndpoint(ports, async (endpoint) => {
    const secret = newSecretValue();
    const secrets = rotated(endpoint.secrets, secret, ports.now());
    if (await ports.replaceSecrets(endpoint, secrets)) return { status: 201, body: { secret } };
    return conflict('SecretChanged', 'the secret was changed at the same time; look before trying');
  });

/** Lets a disabled endpoint have events again; what it missed waits to be redriven. */
export const enableWebhook = (
  ports: WebhookPorts,
): Run<Routes['POST /webhooks/{webhookId}/enable']> =>
  withEndpoint(ports, async (endpoint) => {
    const { webhookId } = endpoint;
    if (endpoint.status === 'pending') {
      return conflict('WebhookNotVerified', `webhook ${webhookId} has to be verified first`);
    }
    if (!(await ports.setStatus(webhookId, 'enabled'))) return notFound(webhookId);
    return { status: 200, body: endpointView({ ...endpoint, status: 'enabled' }) };
  });
