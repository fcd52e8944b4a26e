import {
  APIGatewayClient,
  type APIGatewayClientConfig,
  CreateApiKeyCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { apigateway } from '../../../engine/aws/apigateway/apigateway.ts';
import type { Fault } from '../../../engine/kernel/faults.ts';
import { nothingTwice, transientOnly } from '../../../services/shared/clients.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

let engine: ProductEngine;
let made = 0;

beforeAll(async () => {
  engine = await productEngine([apigateway]);
});
afterEach(() => engine.engine.faults.clear());
afterAll(() => engine.destroy());

const failing = (fault: Pick<Fault, 'error' | 'when' | 'times'>) =>
  engine.engine.faults.add({ service: 'apigateway', operation: 'CreateApiKey', ...fault });

/** Makes a key; answers how it went and how many keys of its name there are. */
const create = async (configuration: APIGatewayClientConfig = nothingTwice) => {
  made += 1;
  const name = `key-${made}-`;
  const client = new APIGatewayClient(configuration);
  const outcome = await client.send(new CreateApiKeyCommand({ name })).then(
    () => 'made',
    (error: Error) => error.name,
  );
  const { items } = await engine.call('apigateway', 'GetApiKeys', { nameQuery: name });
  return { outcome, keys: Array.isArray(items) ? items.length : 0 };
};

describe('nothingTwice', () => {
  it('repeats a call that was throttled', async () => {
    failing({ error: 'TooManyRequestsException', when: 'before', times: 2 });

    expect(await create()).toEqual({ outcome: 'made', keys: 1 });
  });

  it('gives up on a call that is throttled again and again', async () => {
    failing({ error: 'TooManyRequestsException', when: 'before', times: 5 });

    expect(await create()).toEqual({ outcome: 'TooManyRequestsException', keys: 0 });
    expect(engine.engine.faults.list()).toEqual([]);
  });

  it.each(['InternalFailure', 'ServiceUnavailableException', 'RequestTimeout'])(
    'does not repeat a call whose answer was lost: %s',
    async (error) => {
      failing({ error, when: 'after', times: 1 });

      expect(await create()).toEqual({ outcome: error, keys: 1 });
    },
  );

  it('does not repeat a call for which a quota is used up', async () => {
    failing({ error: 'LimitExceededException', when: 'before', times: 1 });

    expect(await create()).toEqual({ outcome: 'LimitExceededException', keys: 0 });
  });
});

describe('transientOnly', () => {
  it.each(['TooManyRequestsException', 'ServiceUnavailableException'])(
    'repeats a call twice that may help another time: %s',
    async (error) => {
      failing({ error, when: 'before', times: 2 });

      expect(await create(transientOnly)).toEqual({ outcome: 'made', keys: 1 });
    },
  );

  it('repeats no call for which mail or a quota is used up: the first answer is the true one', async () => {
    failing({ error: 'LimitExceededException', when: 'after', times: 1 });

    expect(await create(transientOnly)).toEqual({ outcome: 'LimitExceededException', keys: 1 });
  });
});
