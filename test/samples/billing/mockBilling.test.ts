import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { billingApi } from '../../../samples/billing/billingApi.ts';
import { mockBilling } from '../../../samples/billing/mockBilling.ts';

let mock: Awaited<ReturnType<typeof mockBilling>>;

beforeAll(async () => {
  mock = await mockBilling(0);
});
afterAll(() => mock.close());

const acme = { key: 'acme', name: 'Acme', email: 'ada@acme.example' };

describe('billingApi on the mock', () => {
  it('gets the same customer for the same key', async () => {
    const billing = billingApi(mock.url);

    const first = await billing.createCustomer(acme);

    expect(await billing.createCustomer(acme)).toBe(first);
    expect(mock.customers()).toEqual([{ id: first, paused: false, closed: false, ...acme }]);
    expect(await (await fetch(`${mock.url}customers`)).json()).toEqual(mock.customers());
  });

  it('closes a customer, however often it is asked to, and one that is not there', async () => {
    const billing = billingApi(mock.url);
    const id = await billing.createCustomer({ ...acme, key: 'gone' });

    for (const each of [id, id, 'cus_99']) await billing.closeCustomer(each);

    expect(mock.customers().find((customer) => customer.id === id)?.closed).toBe(true);
  });

  it('pauses a customer and resumes it, each as often as it is asked to', async () => {
    const billing = billingApi(mock.url);
    const id = await billing.createCustomer({ ...acme, key: 'paused' });
    const isPaused = () => mock.customers().find((customer) => customer.id === id)?.paused;

    for (const each of [id, id]) await billing.pauseCustomer(each);
    const paused = isPaused();
    for (const each of [id, id]) await billing.resumeCustomer(each);

    expect([paused, isPaused()]).toEqual([true, false]);
    await expect(billing.pauseCustomer('cus_99')).rejects.toThrow('404');
  });

  it('throws what it is refused', async () => {
    await expect(billingApi(mock.url).createCustomer({ ...acme, key: '' })).rejects.toThrow(
      'billing answered 400 for customer ',
    );
    await expect(billingApi(`${mock.url}elsewhere/`).createCustomer(acme)).rejects.toThrow('404');
    await expect(billingApi('http://127.0.0.1:9/').closeCustomer('cus_1')).rejects.toThrow();
  });

  it('survives a body that is no JSON', async () => {
    const answer = await fetch(`${mock.url}customers`, { method: 'POST', body: '{' });

    expect(answer.status).toBe(400);
  });
});
