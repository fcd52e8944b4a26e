import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import type { KeyValues } from '../../../../services/provisioning/onboarding/createApiKey.ts';
import { keyValues } from '../../../../services/provisioning/tenants/keyValues.ts';
import { aTenantId, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let values: KeyValues;
let tenants = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  values = keyValues(engine.documents, await engine.table('claims', 'claims'));
});
afterAll(() => engine.destroy());

const aKey = () => {
  tenants += 1;
  return { tenantId: aTenantId(tenants), owner: aUlid(7) };
};

describe('keyValues', () => {
  it('gives each key a value of its own that API Gateway takes', async () => {
    const made = [await values.valueFor(aKey()), await values.valueFor(aKey())];

    expect(new Set(made).size).toBe(2);
    expect(made.every((value) => /^[0-9a-zA-Z]{20,128}$/.test(value))).toBe(true);
  });

  it('gives the same at every try, and to who reads it', async () => {
    const key = aKey();

    const [first, second] = await Promise.all([values.valueFor(key), values.valueFor(key)]);

    expect(second).toBe(first);
    expect(await values.read(key)).toBe(first);
  });

  it('keeps a value from every other owner', async () => {
    const key = aKey();
    const value = await values.valueFor(key);
    const other = { ...key, owner: aUlid(8) };

    await values.forget(other);

    await expect(values.valueFor(other)).rejects.toMatchObject({ name: 'PermanentError' });
    await expect(values.read(other)).rejects.toMatchObject({ name: 'PermanentError' });
    expect(await values.read(key)).toBe(value);
  });

  it('forgets a value, and succeeds where there is none', async () => {
    const key = aKey();
    const value = await values.valueFor(key);

    await values.forget(key);
    await values.forget(key);

    await expect(values.read(key)).rejects.toMatchObject({ name: 'PermanentError' });
    expect(await values.valueFor(key)).not.toBe(value);
  });
});
