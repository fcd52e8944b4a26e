import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { MOST_TRIES } from '../../../services/mail/mailedCode.ts';
import { fixedNow } from '../../support/fakes.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { aForm } from './signUpForm.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const HOUR_MS = 60 * 60 * 1_000;
const key = { 'idempotency-key': 'k' };

describe('requestSignUp', () => {
  it('mails a code, holds no name and announces nothing', async () => {
    const form = await aForm(engine);

    const { status, answer } = await form.ask();

    expect({ status, answer }).toMatchObject({ status: 202, answer: { status: 'unconfirmed' } });
    expect(form.sent.map(({ to, text }) => [to, /\d{8}/.exec(text)?.[0]])).toEqual([
      ['ada@acme.example', '00000001'],
    ]);
    expect(form.announced).toEqual([]);
    expect(await form.byName('Acme')).toBeUndefined();
  });

  it('mails an address three times in any hour, whatever is asked', async () => {
    const form = await aForm(engine);
    for (const at of [0, 10, 50, 55, 59]) {
      form.time.now = fixedNow().getTime() + at * 60_000;
      await form.ask();
    }
    const withinTheHour = form.sent.length;
    form.time.now = fixedNow().getTime() + 61 * 60_000;
    await form.ask();
    await form.ask();

    expect(withinTheHour).toBe(3);
    expect(form.sent).toHaveLength(4);
  });

  it('mails three of many who ask at one moment', async () => {
    const form = await aForm(engine);

    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => form.ask()));

    expect(asked.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(form.sent.length).toBeLessThanOrEqual(3);
  });

  it('gives a sign-up its code later, which had none in its hour', async () => {
    const form = await aForm(engine);
    for (let n = 0; n < 3; n += 1) await form.ask();
    const { id } = await form.ask({}, key);
    form.time.now += HOUR_MS + 1_000;

    const again = await form.ask({}, key);

    expect(again.id).toBe(id);
    expect(form.sent).toHaveLength(4);
    expect(await form.confirm(id, '00000004')).toMatchObject({ status: 200 });
  });

  it('begins again by a key whose sign-up was ended by wrong codes', async () => {
    const form = await aForm(engine);
    const { id } = await form.ask({}, key);
    for (let n = 0; n < MOST_TRIES; n += 1) await form.confirm(id, `9000000${n}`);

    const again = await form.ask({}, key);

    expect(again.id).not.toBe(id);
    expect(await form.confirm(again.id, '00000002')).toMatchObject({ status: 200 });
  });

  it('refuses a tier that is not for strangers, and says which field it is', async () => {
    const form = await aForm(engine);

    const { status, answer } = await form.ask({ tier: 'platinum' });

    expect({ status, answer }).toMatchObject({
      status: 400,
      answer: { code: 'TierNotSelfService', fields: [{ path: 'tier' }] },
    });
  });
});
