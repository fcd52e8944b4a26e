import { z } from 'zod';
import type { Billing } from './billing.ts';

const Customer = z.object({ id: z.string() });

const TIMEOUT_MS = 4_000;

const NOT_FOUND = 404;

const change = async (url: string, customerId: string, to: 'pause' | 'resume'): Promise<void> => {
  const answer = await fetch(new URL(`customers/${customerId}/${to}`, url), {
    method: 'POST',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new Error(`billing answered ${answer.status} to ${to} of ${customerId}`);
};

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
  pauseCustomer: (customerId) => change(url, customerId, 'pause'),
  resumeCustomer: (customerId) => change(url, customerId, 'resume'),
  async closeCustomer(customerId) {
    const answer = await fetch(new URL(`customers/${customerId}`, url), {
      method: 'DELETE',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.ok || answer.status === NOT_FOUND) return;
    throw new Error(`billing answered ${answer.status} for closing ${customerId}`);
  },
});
