import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SETUP_MS } from '../support/isolation/isolationPeople.ts';
import { type Product, startProduct } from '../support/product.ts';
import { until } from '../support/until.ts';

const SUBJECT = 'Where you can sign in';
const ada = 'ada@acme.example';

describe('a reminder', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct();
    for (const [tenantName, tier] of [
      ['Acme', 'basic'],
      ['Acme Silo', 'platinum'],
    ] as const) {
      const { registrationId } = await product.register({ tenantName, adminEmail: ada, tier });
      await product.settled(registrationId);
    }
  }, SETUP_MS);
  afterAll(() => product.stop());

  const ask = (email: string) =>
    product.http(`${product.outputs.ControlApiUrl}sign-in/reminder`, {
      method: 'POST',
      body: JSON.stringify({ email }),
    });

  const remindersTo = async (email: string) =>
    (await product.mailTo(email)).filter(({ subject }) => subject === SUBJECT);

  it('names a person’s tenants of both kinds, and answers strangers the same', async () => {
    const known = await ask(ada);
    const unknown = await ask('stranger@elsewhere.example');
    await until(async () => (await remindersTo(ada)).length === 1);

    const [reminder] = await remindersTo(ada);
    expect(known.status).toBe(202);
    expect(unknown).toEqual(known);
    expect(reminder?.body).toMatch(/\n {4}Acme\n {4}http\S+\n\n {4}Acme Silo\n {4}http\S+\n/);
    const links = reminder?.body.match(/http\S+/g) ?? [];
    const places = await Promise.all(links.map(async (link) => (await fetch(link)).json()));
    expect(places).toEqual([
      expect.objectContaining({ tenantId: (await product.signInOf('Acme')).tenantId }),
      expect.objectContaining({ tenantId: (await product.signInOf('Acme Silo')).tenantId }),
    ]);
    expect(await product.mailTo('stranger@elsewhere.example')).toEqual([]);
  });

  it('is mailed to an address three times an hour, however often it is asked for', async () => {
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push((await ask(ada)).status);
    await until(async () => (await remindersTo(ada)).length >= 3);
    await ask(ada);

    expect(answers).toEqual([202, 202, 202, 202]);
    expect(await remindersTo(ada)).toHaveLength(3);
  });
});
