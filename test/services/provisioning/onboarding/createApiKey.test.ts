import { describe, expect, it } from '@jest/globals';
import {
  type ApiKeys,
  createApiKey,
  deleteApiKey,
} from '../../../../services/provisioning/onboarding/createApiKey.ts';
import type { RemovalPorts } from '../../../../services/shared/ownership.ts';
import { aRoute, aStepInput, aUlid } from '../../../support/builders.ts';
import { fakeApiKeys } from '../../../support/fakes.ts';

const input = aStepInput(1, { tier: 'premium' });
const { tenantId, eventId: owner } = input;
const unused: RemovalPorts = { routeOf: async () => undefined };

describe('createApiKey', () => {
  it('makes a key that counts against the tier’s plan', async () => {
    const { apiKeys, keys } = fakeApiKeys();

    const made = await createApiKey(apiKeys)(input);

    expect(made).toEqual({ apiKeyId: 'key1' });
    expect([...keys]).toEqual([['key1', { tenantId, owner, tier: 'premium' }]]);
  });

  it('gives every tenant its own', async () => {
    const { apiKeys } = fakeApiKeys();
    const create = createApiKey(apiKeys);

    const made = [await create(input), await create(aStepInput(2))];

    expect(made).toEqual([{ apiKeyId: 'key1' }, { apiKeyId: 'key2' }]);
  });

  it('finds and attaches on a retry the key that an earlier try made', async () => {
    const { apiKeys, keys } = fakeApiKeys();
    await apiKeys.create(tenantId, owner);

    const found = await createApiKey(apiKeys)({ ...input, attempt: 1 });

    expect(found).toEqual({ apiKeyId: 'key1' });
    expect([...keys.values()]).toEqual([{ tenantId, owner, tier: 'premium' }]);
  });

  it.each([
    ['of another owner', aUlid(99)],
    ['of no owner', ''],
  ])('takes no key %s for its own on a retry', async (_what, other) => {
    const { apiKeys, keys } = fakeApiKeys();
    await apiKeys.create(tenantId, other);

    const made = await createApiKey(apiKeys)({ ...input, attempt: 1 });

    expect(made).toEqual({ apiKeyId: 'key2' });
    expect(keys.get('key1')).toEqual({ tenantId, owner: other });
  });
});

describe('deleteApiKey', () => {
  it('deletes every key of the tenant and no other', async () => {
    const { apiKeys, keys } = fakeApiKeys();
    await createApiKey(apiKeys)(input);
    await createApiKey(apiKeys)(input);
    await createApiKey(apiKeys)(aStepInput(2));

    await deleteApiKey(apiKeys, unused)(input);

    expect([...keys.keys()]).toEqual(['key3']);
  });

  it('asks for the key that it knows of, which may not be listed yet', async () => {
    const { apiKeys, keys } = fakeApiKeys();
    const CreateApiKey = await createApiKey(apiKeys)(input);
    const unlisted: ApiKeys = {
      ...apiKeys,
      find: async (_tenantId, known) => (known === undefined ? [] : [{ id: known, owner }]),
    };

    await deleteApiKey(unlisted, unused)({ ...input, results: { CreateApiKey } });

    expect(keys.size).toBe(0);
  });

  it('leaves the tenant’s keys of another owner', async () => {
    const { apiKeys, keys } = fakeApiKeys();
    await createApiKey(apiKeys)({ ...input, eventId: aUlid(99) });
    await createApiKey(apiKeys)(input);

    await deleteApiKey(apiKeys, unused)(input);

    expect([...keys.keys()]).toEqual(['key1']);
  });

  it('leaves the key that people use', async () => {
    const { apiKeys, keys } = fakeApiKeys();
    const { apiKeyId } = await createApiKey(apiKeys)(input);
    const route = aRoute(1, { apiKeyId, firstUserEventId: aUlid(5) });

    const deleting = deleteApiKey(apiKeys, { routeOf: async () => route })(input);

    await expect(deleting).rejects.toMatchObject({ name: 'TenantInUse' });
    expect([...keys.keys()]).toEqual([apiKeyId]);
  });

  it('succeeds when there is none', async () => {
    await expect(deleteApiKey(fakeApiKeys().apiKeys, unused)(input)).resolves.toEqual({});
  });
});
