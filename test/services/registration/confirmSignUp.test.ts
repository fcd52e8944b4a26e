import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { MOST_TRIES } from '../../../services/mail/mailedCode.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { aForm } from './signUpForm.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const DAY_MS = 24 * 60 * 60 * 1_000;

describe('confirmByCode', () => {
  it('announces the registration that a right code makes, once', async () => {
    const form = await aForm(engine);
    const { id } = await form.ask();

    const answers = [await form.confirm(id, '00000001'), await form.confirm(id, '00000001')];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(form.announced).toEqual([id]);
    expect(await form.byName('Acme')).toMatchObject({ registrationId: id });
  });

  it('makes one registration of a code that comes twice at one moment', async () => {
    const form = await aForm(engine);
    const { id } = await form.ask();

    const answers = await Promise.all([1, 2, 3].map(() => form.confirm(id, '00000001')));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(form.announced).toEqual([id]);
  });

  it('gives a name to the first code, and 409 to the other', async () => {
    const form = await aForm(engine);
    const one = await form.ask();
    const two = await form.ask({ adminEmail: 'bob@acme.example', tenantName: 'ACME' });

    await form.confirm(two.id, '00000002');
    const late = await form.confirm(one.id, '00000001');

    expect(late).toMatchObject({ status: 409, body: { code: 'TenantNameInUse' } });
    expect(form.announced).toEqual([two.id]);
  });

  it.each([
    ['a second before it lapses', DAY_MS - 1_000, 200],
    ['when it has lapsed, although its row is there', DAY_MS, 404],
  ])('answers %s', async (_when, later, status) => {
    const form = await aForm(engine);
    const { id } = await form.ask();
    form.time.now += later;

    expect(await form.confirm(id, '00000001')).toMatchObject({ status });
  });

  it('counts a wrong code that comes again once', async () => {
    const form = await aForm(engine);
    const { id } = await form.ask();
    for (let n = 0; n < 20; n += 1) await form.confirm(id, '90000000');

    expect(await form.confirm(id, '00000001')).toMatchObject({ status: 200 });
  });

  it('takes the code of another sign-up for a wrong one', async () => {
    const form = await aForm(engine);
    const one = await form.ask();
    await form.ask();

    expect(await form.confirm(one.id, '00000002')).toMatchObject({
      status: 400,
      body: { code: 'WrongCode', fields: [{ path: 'code' }] },
    });
  });

  it('has at most 15 guesses an hour of 10^8 at the codes of one address', async () => {
    const form = await aForm(engine);
    let looked = 0;
    for (let n = 0; n < 10; n += 1) {
      const { id } = await form.ask({}, { 'idempotency-key': String(n) });
      const isCoded = form.sent.length > n;
      for (let guess = 0; guess < 10; guess += 1) {
        const answer = await form.confirm(id, `9000000${guess}`);
        looked += Number(isCoded && answer.status === 400);
      }
    }

    expect(looked).toBe(3 * MOST_TRIES);
    expect(looked / 10 ** 8).toBeLessThan(2e-7);
  });
});

describe('confirmByOperator', () => {
  it('confirms a sign-up that no code was mailed for', async () => {
    const form = await aForm(engine);
    for (let n = 0; n < 3; n += 1) await form.ask();
    const { id } = await form.ask();

    expect(await form.asOperator(id)).toMatchObject({ status: 200 });
    expect(form.announced).toEqual([id]);
  });

  it('answers 404 when there is none, or it has lapsed', async () => {
    const form = await aForm(engine);
    const { id } = await form.ask();
    form.time.now += DAY_MS;

    expect(await form.asOperator(id)).toMatchObject({ status: 404 });
    expect(await form.asOperator('nobody')).toMatchObject({ status: 404 });
  });
});
