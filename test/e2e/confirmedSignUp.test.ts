import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inventory } from '../support/leftovers.ts';
import { codeIn } from '../support/mailedCode.ts';
import { type Product, startProduct } from '../support/product.ts';

describe('a sign-up by the form', () => {
  let product: Product;
  let count = 0;

  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());

  /** A company of its own. */
  const aCompany = () => {
    count += 1;
    return { tenantName: `Company ${count}`, adminEmail: `ada@c${count}.example`, tier: 'basic' };
  };
  const signUp = async (company: ReturnType<typeof aCompany>, key?: string) =>
    product.post('registrations', company, key === undefined ? {} : { 'idempotency-key': key });
  const tryCode = (registrationId: string, code: string) =>
    product.post(`registrations/${registrationId}/confirm`, { code });
  const codeOf = async (address: string) => codeIn(await product.mailTo(address)) ?? '';
  const wrongTo = (code: string, n = 1) =>
    String((Number(code) + n) % 100_000_000).padStart(8, '0');

  it('becomes a tenant when its code comes back', async () => {
    const company = aCompany();

    const { status, body } = await signUp(company);
    const before = await product.registration(body.registrationId);
    const confirmed = await product.confirm(body.registrationId, company.adminEmail);
    const settled = await product.settled(body.registrationId);

    const { registrationId, tenantId } = body;
    expect({ status, body }).toEqual({
      status: 202,
      body: { registrationId, tenantId, status: 'unconfirmed' },
    });
    expect(before).toMatchObject({ status: 'unconfirmed', tenantName: company.tenantName });
    expect(confirmed).toEqual({
      status: 200,
      body: { registrationId, tenantId, status: 'registered' },
    });
    expect(settled).toMatchObject({ status: 'active', tenantId });
  });

  it('makes nothing before, and reserves nothing', async () => {
    const company = aCompany();
    const before = await inventory(product);

    const { body } = await signUp(company);
    const rival = await product.register({ ...company, adminEmail: 'other@rival.example' });
    const rivalled = await product.confirm(body.registrationId, company.adminEmail);

    expect(rival.status).toBe('registered');
    expect(rivalled).toMatchObject({
      status: 409,
      body: { code: 'TenantNameInUse', fields: [{ path: 'tenantName', message: 'is in use' }] },
    });
    await product.settled(rival.registrationId);
    const after = await inventory(product);
    expect(JSON.stringify(after)).not.toContain(body.tenantId);
    expect(after.users.length).toBe(before.users.length + 1);
  });

  it('answers a right code that comes again with how it stands by now', async () => {
    const company = aCompany();
    const { registrationId } = (await signUp(company)).body;
    const code = await codeOf(company.adminEmail);
    await tryCode(registrationId, code);
    await product.settled(registrationId);

    const again = await tryCode(registrationId, ` ${code.slice(0, 4)} ${code.slice(4)} `);

    expect(again).toMatchObject({ status: 200, body: { registrationId, status: 'active' } });
  });

  it('ends at the fifth wrong code, however many are tried at one moment', async () => {
    const company = aCompany();
    const { registrationId } = (await signUp(company)).body;
    const code = await codeOf(company.adminEmail);
    const guesses = Array.from({ length: 12 }, (_, n) => wrongTo(code, n + 1));

    const answers = await Promise.all(guesses.map((guess) => tryCode(registrationId, guess)));
    const right = await tryCode(registrationId, code);

    const looked = answers.filter(({ body }) => body.code === 'WrongCode');
    expect(looked).toHaveLength(5);
    expect(right).toMatchObject({ status: 404, body: { code: 'RegistrationNotFound' } });
    expect(await product.registration(registrationId)).toBeUndefined();
  });

  it('takes the right code after four wrong ones', async () => {
    const company = aCompany();
    const { registrationId } = (await signUp(company)).body;
    const code = await codeOf(company.adminEmail);
    for (const n of [1, 2, 3, 4]) await tryCode(registrationId, wrongTo(code, n));

    expect((await tryCode(registrationId, code)).status).toBe(200);
  });

  it('gets another code when it is repeated, and the earlier one is none any more', async () => {
    const company = aCompany();
    const first = await signUp(company, 'k');
    const earlier = await codeOf(company.adminEmail);

    const second = await signUp(company, 'k');
    const later = await codeOf(company.adminEmail);

    expect(second).toEqual(first);
    expect(later).not.toBe(earlier);
    const { registrationId } = first.body;
    expect(await tryCode(registrationId, earlier)).toMatchObject({ status: 400 });
    expect(await tryCode(registrationId, later)).toMatchObject({ status: 200 });
    await product.settled(registrationId);
    expect((await signUp(company, 'k')).body).toMatchObject({ registrationId, status: 'active' });
  });

  it('keeps keys of two addresses apart, and refuses one for another body', async () => {
    const [one, two] = [aCompany(), aCompany()];
    const first = await signUp(one, 'shared');

    const other = await signUp(two, 'shared');
    const changed = await signUp({ ...one, tier: 'premium' }, 'shared');

    expect(other.status).toBe(202);
    expect(other.body.registrationId).not.toBe(first.body.registrationId);
    expect(changed).toMatchObject({ status: 422, body: { code: 'IdempotencyKeyReused' } });
  });

  it('mails an address three times an hour at most, and a sign-up without a code has none', async () => {
    const company = aCompany();
    const answers = [];
    for (let n = 0; n < 5; n += 1) answers.push(await signUp(company));

    const mails = await product.mailTo(company.adminEmail);
    const [, , , fourth] = answers;
    const guessed = await tryCode(fourth?.body.registrationId, await codeOf(company.adminEmail));

    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    expect(mails).toHaveLength(3);
    expect(guessed).toMatchObject({ status: 400, body: { code: 'WrongCode' } });
  });

  it('does not sell silos to strangers', async () => {
    const answer = await signUp({ ...aCompany(), tier: 'platinum' });

    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'TierNotSelfService', fields: [{ path: 'tier' }] },
    });
  });

  it('answers for addresses of customers as for others, to the byte but for ids', async () => {
    const known = aCompany();
    await product.settled((await product.register(known)).registrationId);
    const stranger = aCompany();
    const shown = async (adminEmail: string) => {
      const company = { ...aCompany(), adminEmail };
      const answer = await signUp(company);
      const { registrationId, tenantId } = answer.body;
      const wrong = await tryCode(registrationId, '00000000');
      const text = JSON.stringify([answer, { ...wrong, body: { ...wrong.body, requestId: '' } }]);
      return text.replaceAll(registrationId, 'ID').replaceAll(tenantId, 'TENANT');
    };

    expect(await shown(known.adminEmail)).toBe(await shown(stranger.adminEmail));
  });

  it('is confirmed by an operator without a code', async () => {
    const company = aCompany();
    const { registrationId } = (await signUp(company)).body;
    const path = `registrations/${registrationId}/confirmation`;
    const put = (headers: Record<string, string>) =>
      product.http(`${product.outputs.ControlApiUrl}${path}`, { method: 'PUT', headers });

    const stranger = await put({});
    const operator = await put({ authorization: `Bearer ${await product.operatorToken()}` });

    expect(stranger.status).toBe(401);
    expect(operator).toMatchObject({ status: 200, body: { registrationId, status: 'registered' } });
  });
});
