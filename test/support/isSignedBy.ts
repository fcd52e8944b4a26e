import { Webhook } from 'standardwebhooks';
import type { Posted } from './webhookFixture.ts';

/** Whether a secret signed a request, by the library of Standard Webhooks. */
export const isSignedBy = (secret: string, { id, timestamp, body, signature }: Posted): boolean =>
  signature.split(' ').includes(new Webhook(secret).sign(id, timestamp, body));
