import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetUsagePlanKeyCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  NotFoundException,
  UpdateApiKeyCommand,
} from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { apigateway } from '../../../../../engine/aws/apigateway/apigateway.ts';
import { testEngine } from '../../../../support/testEngine.ts';

describe('API keys, through the SDK client', () => {
  let engine: Awaited<ReturnType<typeof testEngine>>;
  let client: APIGatewayClient;

  beforeEach(async () => {
    engine = await testEngine([apigateway]);
    client = new APIGatewayClient({
      endpoint: engine.engine.endpoint,
      region: engine.engine.region,
      credentials: engine.engine.credentials.root,
    });
  });
  afterEach(() => engine.destroy());

  const create = (name: string, more: { value?: string } = {}) =>
    client.send(new CreateApiKeyCommand({ name, enabled: true, ...more }));

  it('generates a value of 40 characters and shows it only when asked', async () => {
    const key = await create('acme');

    const plain = await client.send(new GetApiKeyCommand({ apiKey: key.id }));
    const open = await client.send(new GetApiKeyCommand({ apiKey: key.id, includeValue: true }));

    expect(key.value).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(plain).toMatchObject({ name: 'acme', enabled: true });
    expect(plain.value).toBeUndefined();
    expect(open.value).toBe(key.value);
  });

  it('refuses a value that another key has, or that is too short', async () => {
    await create('acme', { value: 'a-value-of-twenty-chars' });

    await expect(create('copy', { value: 'a-value-of-twenty-chars' })).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'API Key already exists',
    });
    await expect(create('short', { value: 'short' })).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });

  it('lets one of two simultaneous creates with one value win', async () => {
    const value = 'a-value-of-twenty-chars';

    const outcomes = await Promise.allSettled([create('a', { value }), create('b', { value })]);

    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('finds keys by the beginning of their name, a page at a time', async () => {
    for (const name of ['acme-3', 'acme-1', 'other', 'acme-2']) await create(name);
    const query = { nameQuery: 'acme', limit: 2 };

    const first = await client.send(new GetApiKeysCommand(query));
    const { position } = first;
    const second = await client.send(
      new GetApiKeysCommand({ ...query, position, includeValues: true }),
    );

    expect(first.items?.map((key) => key.name)).toEqual(['acme-1', 'acme-2']);
    expect(first.items?.[0]?.value).toBeUndefined();
    expect(second.items?.map((key) => key.name)).toEqual(['acme-3']);
    expect(second.items?.[0]?.value).toMatch(/.{40}/);
    expect(second.position).toBeUndefined();
  });

  it('follows a key to its new name', async () => {
    const { id: apiKey } = await create('before');

    const patchOperations = [
      { op: 'replace' as const, path: '/name', value: 'after' },
      { op: 'replace' as const, path: '/enabled', value: 'false' },
    ];
    await client.send(new UpdateApiKeyCommand({ apiKey, patchOperations }));
    const before = await client.send(new GetApiKeysCommand({ nameQuery: 'before' }));
    const after = await client.send(new GetApiKeysCommand({ nameQuery: 'after' }));

    expect(before.items).toEqual([]);
    expect(after.items).toMatchObject([{ id: apiKey, enabled: false }]);
  });

  it('names the paths that a patch may have', async () => {
    const { id: apiKey } = await create('acme');
    const patchOperations = [{ op: 'replace' as const, path: '/value', value: 'x' }];

    await expect(client.send(new UpdateApiKeyCommand({ apiKey, patchOperations }))).rejects.toThrow(
      "Invalid patch path '/value' specified for op 'replace'. Must be one of",
    );
  });

  it('puts a key into a plan once', async () => {
    const key = await create('acme');
    const plan = await client.send(new CreateUsagePlanCommand({ name: 'basic' }));
    const member = { usagePlanId: plan.id, keyId: key.id };

    const made = await client.send(
      new CreateUsagePlanKeyCommand({ ...member, keyType: 'API_KEY' }),
    );
    const read = await client.send(new GetUsagePlanKeyCommand(member));
    const keys = await client.send(
      new GetUsagePlanKeysCommand({ usagePlanId: plan.id, nameQuery: 'ac' }),
    );
    const plans = await client.send(new GetUsagePlansCommand({ keyId: key.id }));

    expect(made).toMatchObject({ id: key.id, type: 'API_KEY', value: key.value, name: 'acme' });
    expect(read).toMatchObject({ id: key.id });
    expect(keys.items?.map((one) => one.id)).toEqual([key.id]);
    expect(plans.items?.map((one) => one.id)).toEqual([plan.id]);
    await expect(
      client.send(new CreateUsagePlanKeyCommand({ ...member, keyType: 'API_KEY' })),
    ).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('takes a deleted key out of its plans', async () => {
    const { id: keyId } = await create('acme');
    const { id: usagePlanId } = await client.send(new CreateUsagePlanCommand({ name: 'basic' }));
    await client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }));

    await client.send(new DeleteApiKeyCommand({ apiKey: keyId }));

    const { items } = await client.send(new GetUsagePlanKeysCommand({ usagePlanId }));
    expect(items).toEqual([]);
    await expect(client.send(new GetApiKeyCommand({ apiKey: keyId }))).rejects.toThrow(
      NotFoundException,
    );
    await expect(client.send(new DeleteApiKeyCommand({ apiKey: keyId }))).rejects.toThrow(
      'Invalid API Key identifier specified',
    );
  });

  it('keeps keys over a restart', async () => {
    const { id: apiKey } = await create('acme');
    await engine.close();
    engine = await testEngine([apigateway], { directory: engine.directory });

    const key = await engine.call('apigateway', 'GetApiKey', { apiKey: apiKey ?? '' });

    expect(key['name']).toBe('acme');
  });
});
