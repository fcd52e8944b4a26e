import { describe, expect, it } from '@jest/globals';
import {
  createApiKey,
  deleteApiKey,
} from '../../../../services/provisioning/onboarding/createApiKey.ts';
import { aStepInput } from '../../../support/builders.ts';
import { fakeApiKeys } from '../../../support/fakes.ts';

const input = aStepInput(1, { tier: 'premium' });

describe('createApiKey', () => {
  it('makes a key that counts against the tier’s plan', async () => {
    const { apiKeys, keys } = fakeApiKeys();

    const made = await createApiKey(apiKeys)(input);

    expect(made).toEqual({ apiKeyId: 'key1' });
    expect([...keys]).toEqual([['key1', { tenantId: input.tenantId, tier: 'premium' }]]);
  });

  it('gives every tenant its own', async () => {
    const { apiKeys } = fakeApiKeys();
    const create = createApiKey(apiKeys);

    const made = [await create(input), await create(aStepInput(2))];

    expect(made).toEqual([{ apiKeyId: 'key1' }, { apiKeyId: 'key2' }]);
  });

  it('finds and attaches on a retry the key that an earlier try made', async () => {
    const { apiKeys, keys } = fakeApiKeys();
    await apiKeys.create(input.tenantId);

    const found = await createApiKey(apiKeys)({ ...input, attempt: 1 });

    expect(found).toEqual({ apiKeyId: 'key1' });
    expect([...keys.values()]).toEqual([{ tenantId: input.tenantId, tier: 'premium' }]);
  });
});

describe('deleteApiKey', () => {
  it('deletes every key of the tenant and no other', async () => {
    const { apiKeys, keys } = fakeApiKeys();
    await createApiKey(apiKeys)(input);
    await createApiKey(apiKeys)(input);
    await createApiKey(apiKeys)(aStepInput(2));

    await deleteApiKey(apiKeys)(input);

    expect([...keys.keys()]).toEqual(['key3']);
  });

  it('deletes the key that it knows of, even before it is listed', async () => {
    const { apiKeys, keys } = fakeApiKeys();
    const CreateApiKey = await createApiKey(apiKeys)(input);
    const unlisted = { ...apiKeys, find: async () => [] };

    await deleteApiKey(unlisted)({ ...input, results: { CreateApiKey } });

    expect(keys.size).toBe(0);
  });

  it('succeeds when there is none', async () => {
    await expect(deleteApiKey(fakeApiKeys().apiKeys)(input)).resolves.toEqual({});
  });
});
