import type { ControlCaller } from '../../services/shared/caller.ts';
import { httpRoutes } from '../../services/shared/httpRoute.ts';
import { destinationOf } from '../../services/webhooks/destination.ts';
import { webhookRoutes } from '../../services/webhooks/webhookRoutes.ts';
import { webhooksFunction } from '../../services/webhooks/webhooks.function.ts';
import { aUlid } from './builders.ts';
import { aControlEvent, type ControlRequest } from './proxyEvent.ts';
import type { WebhookFixture } from './webhookFixture.ts';

/** An URL that may be registered. */
export const URL = 'https://billing.example.com/events';

/** The challenge of every verification. */
export const CHALLENGE = 'a-challenge';

const addresses: Record<string, string[]> = {
  'billing.example.com': ['93.184.216.34'],
  'inside.example.com': ['93.184.216.34', '10.0.0.1'],
};

const operator: ControlCaller = { userRole: 'SystemAdmin', userName: 'root' };

/** The operators' routes over a fixture, with names of their own and ids in a row. */
export const webhookApi = (hooks: WebhookFixture) => {
  let ulids = 0;
  const run = httpRoutes(
    webhooksFunction,
    webhookRoutes({
      ...hooks,
      ...hooks.endpoints,
      newUlid() {
        ulids += 1;
        return aUlid(ulids);
      },
      newChallenge: () => CHALLENGE,
      check: destinationOf({ resolve: async (host) => addresses[host] ?? [], hosts: 'public' }),
    }),
  );
  const call = async (
    to: string,
    request: ControlRequest = {},
    caller: ControlCaller = operator,
  ) => {
    const answer = await run(aControlEvent(caller, to, request));
    return { ...answer, json: answer.body === '' ? undefined : JSON.parse(answer.body) };
  };
  return {
    call,
    create: (body: object = { url: URL }) => call('POST /webhooks', { body }),
    /** What is done with one endpoint: `on(id, 'POST /verify')`. */
    on(webhookId: string, to: string, query: object = {}) {
      const [method, path = ''] = to.split(' ');
      return call(`${method} /webhooks/{webhookId}${path}`, { params: { webhookId }, query });
    },
  };
};

export type WebhookApi = ReturnType<typeof webhookApi>;
