import { z } from 'zod';
import type { Billing } from './billTenant.ts';

const Customer = z.object({ id: z.string() });

const TIMEOUT_MS = 4_000;

/** The billing system's HTTP API. What it refuses is thrown, so that the event is tried again. */
export const billingApi = (url: string): Billing => ({
  async createCustomer({ key, ...customer }) {
    const answer = await fetch(new URL('customers', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(customer),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(`billing answered ${answer.status} for customer ${key}`);
    return Customer.parse(await answer.json()).id;
  },
});
