import { createHmac } from 'node:crypto';
import type { Secret } from './endpoint.ts';

const PREFIX = 'whsec_';

const signature = (secret: string, signed: string): string => {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
};

/**
 * The headers by which a receiver knows who sent a body, by the Standard Webhooks specification: one
 * signature for each secret. The id is the same on every attempt.
 */
export const signedHeaders = (
  message: { id: string; body: string },
  secrets: readonly Secret[],
  at: Date,
): Record<string, string> => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signed = `${message.id}.${timestamp}.${message.body}`;
  return {
    'content-type': 'application/json',
    'user-agent': 'tenant-onboarding-webhooks/1',
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map(({ value }) => signature(value, signed)).join(' '),
  };
};
