import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct } from '../support/product.ts';

const good = { tenantName: 'Acme', adminEmail: 'ada@acme.example', tier: 'basic' };

describe('POST /registrations and POST /tenants', () => {
  let product: Awaited<ReturnType<typeof startProduct>>;

  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());

  const { tenantName: _, ...nameless } = good;

  it.each([
    ['a missing field', nameless, 'tenantName', 'is required'],
    [
      'a misspelt field',
      { ...nameless, tenantname: 'Acme' },
      'tenantname',
      'did you mean tenantName',
    ],
    ['an extra field', { ...good, tenantId: 'mine' }, 'tenantId', 'is not a field'],
    ['an unknown tier', { ...good, tier: 'unheard' }, 'tier', '"platinum"'],
    ['an e-mail that is none', { ...good, adminEmail: 'ada' }, 'adminEmail', 'e-mail address'],
    ['an empty name', { ...good, tenantName: '' }, 'tenantName', 'must not be empty'],
    ['a name of spaces', { ...good, tenantName: '   ' }, 'tenantName', 'must not be empty'],
    [
      'a name of 10,000 characters',
      { ...good, tenantName: 'x'.repeat(10_000) },
      'tenantName',
      'at most 100',
    ],
    ['a number for a name', { ...good, tenantName: 7 }, 'tenantName', 'must be text'],
    ['a bad phone number', { ...good, phone: 'home' }, 'phone', 'country code'],
  ])('answers 400 to %s, naming the field and the rule', async (_case, body, path, rule) => {
    const answer = await product.post('registrations', body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'InvalidRequest' });
    expect(answer.body.fields).toContainEqual({ path, message: expect.stringContaining(rule) });
    expect(answer.body.requestId).toEqual(expect.any(String));
  });

  it('names every wrong field at once', async () => {
    const answer = await product.post('registrations', {});

    expect(answer.body.fields.map((field: { path: string }) => field.path)).toEqual([
      'tenantName',
      'adminEmail',
      'tier',
    ]);
  });

  it.each([
    ['text', 'hello', 400, 'InvalidJson'],
    ['nothing', '', 400, 'InvalidJson'],
    ['a list', '[]', 400, 'InvalidRequest'],
    [
      'more than 64 KB',
      JSON.stringify({ ...good, address: 'x'.repeat(70_000) }),
      413,
      'BodyTooLarge',
    ],
  ])('answers %s with its own error', async (_case, body, status, code) => {
    const answer = await product.post('registrations', body);

    expect(answer).toMatchObject({ status, body: { code, message: expect.any(String) } });
  });

  it('answers 413 to a body over the limit of API Gateway', async () => {
    const answer = await product.post('registrations', 'x'.repeat(11 * 1024 * 1024));

    expect(answer.status).toBe(413);
  });

  it('answers 404 to an unknown registration and an unknown tenant', async () => {
    const { ControlApiUrl } = product.outputs;

    const registration = await product.http(`${ControlApiUrl}registrations/nobody`);
    const signIn = await product.http(`${ControlApiUrl}sign-in/nobody%20at%20all`);

    expect(registration).toMatchObject({ status: 404, body: { code: 'RegistrationNotFound' } });
    expect(signIn).toMatchObject({ status: 404, body: { code: 'TenantNotFound' } });
  });

  it('gives one answer to one idempotency key, and refuses the key for another body', async () => {
    const key = { 'idempotency-key': 'form-1' };

    const [first, second] = await Promise.all([
      product.postAsOperator('tenants', good, key),
      product.postAsOperator('tenants', good, key),
    ]);
    const other = await product.postAsOperator('tenants', { ...good, tier: 'premium' }, key);

    expect(first.status).toBe(202);
    expect(second).toMatchObject({ status: 202, body: { tenantId: first.body.tenantId } });
    expect(other).toMatchObject({ status: 422, body: { code: 'IdempotencyKeyReused' } });
  });

  it('answers 409 to a name in use, however it is spelt', async () => {
    await product.settled(
      (
        await product.register({
          ...good,
          tenantName: 'Stark & Co',
          adminEmail: 'ned@stark.example',
        })
      ).registrationId,
    );

    const answer = await product.postAsOperator('tenants', {
      ...good,
      tenantName: ' STARK &  co ',
    });

    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'TenantNameInUse', fields: [{ path: 'tenantName', message: 'is in use' }] },
    });
  });
});
