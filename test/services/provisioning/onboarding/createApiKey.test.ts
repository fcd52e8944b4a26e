import { describe, expect, it } from '@jest/globals';
import {
  type ApiKeys,
  createApiKey,
  deleteApiKey,
} from '../../../../services/provisioning/onboarding/createApiKey.ts';
import { aRoute, aStepInput, aUlid } from '../../../support/builders.ts';
import { fakeApiKeys, fakeKeyValues } from '../../../support/fakes.ts';

const input = aStepInput(1, { tier: 'premium' });
const { tenantId, eventId: owner } = input;

/** Nobody uses the tenant. */
const unused = (values = fakeKeyValues()) => ({ ...values, routeOf: async () => undefined });

describe('createApiKey', () => {
  it('makes a key that counts against the tier’s plan', async () => {
    const { apiKeys, keys } = fakeApiKeys();

    const made = await createApiKey(apiKeys, fakeKeyValues())(input);

    expect(made).toEqual({ apiKeyId: 'key1' });
    expect([...keys]).toEqual([['key1', { tenantId, owner, tier: 'premium' }]]);
  });

  it('gives every tenant its own', async () => {
    const { apiKeys } = fakeApiKeys();
    const create = createApiKey(apiKeys, fakeKeyValues());

    const made = [await create(input), await create(aStepInput(2))];

    expect(made).toEqual([{ apiKeyId: 'key1' }, { apiKeyId: 'key2' }]);
  });

  it('attaches the key that an earlier try has made, and makes no second one', async () => {
    const { apiKeys, keys } = fakeApiKeys();
    const values = fakeKeyValues();
    await apiKeys.create({ tenantId, owner }, await values.valueFor({ tenantId, owner }));

    const found = await createApiKey(apiKeys, values)({ ...input, attempt: 1 });

    expect(found).toEqual({ apiKeyId: 'key1' });
    expect([...keys.values()]).toEqual([{ tenantId, owner, tier: 'premium' }]);
  });
});

describe('deleteApiKey', () => {
  it('deletes every key of the tenant and no other', async () => {
    const { apiKeys, keys } = fakeApiKeys();
    await createApiKey(apiKeys, fakeKeyValues())(input);
    await apiKeys.create({ tenantId, owner }, 'second');
    await apiKeys.create({ tenantId: aStepInput(2).tenantId, owner }, 'third');

    await deleteApiKey(apiKeys, unused())(input);

    expect([...keys.keys()]).toEqual(['key3']);
  });

  it('asks for the key that it knows of, which may not be listed yet', async () => {
    const { apiKeys, keys } = fakeApiKeys();
    const CreateApiKey = await createApiKey(apiKeys, fakeKeyValues())(input);
    const unlisted: ApiKeys = {
      ...apiKeys,
      find: async (_tenantId, known) => (known === undefined ? [] : [{ id: known, owner }]),
    };

    await deleteApiKey(unlisted, unused())({ ...input, results: { CreateApiKey } });

    expect(keys.size).toBe(0);
  });

  it('leaves the tenant’s keys of another owner', async () => {
    const { apiKeys, keys } = fakeApiKeys();
    await apiKeys.create({ tenantId, owner: aUlid(99) }, 'others');
    await apiKeys.create({ tenantId, owner }, 'own');

    await deleteApiKey(apiKeys, unused())(input);

    expect([...keys.keys()]).toEqual(['key1']);
  });

  it('leaves the key that people use', async () => {
    const { apiKeys, keys } = fakeApiKeys();
    const values = fakeKeyValues();
    const { apiKeyId } = await createApiKey(apiKeys, values)(input);
    const route = aRoute(1, { apiKeyId, firstUserEventId: aUlid(5) });

    const deleting = deleteApiKey(apiKeys, { ...values, routeOf: async () => route })(input);

    await expect(deleting).rejects.toMatchObject({ name: 'TenantInUse' });
    expect([...keys.keys()]).toEqual([apiKeyId]);
    expect([...values.kept.values()]).toEqual(['value1']);
  });

  it('forgets the value of what it has deleted', async () => {
    const { apiKeys } = fakeApiKeys();
    const values = fakeKeyValues();
    await createApiKey(apiKeys, values)(input);

    await deleteApiKey(apiKeys, unused(values))(input);

    expect(values.kept.size).toBe(0);
  });

  it('succeeds when there is none', async () => {
    await expect(deleteApiKey(fakeApiKeys().apiKeys, unused())(input)).resolves.toEqual({});
  });
});
