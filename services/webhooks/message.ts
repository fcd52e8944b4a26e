import { createHmac } from 'node:crypto';
import type { Metadata } from '#events/defineEvent.ts';
import type { Secret } from './endpoint.ts';

/** An event as it is on the bus. */
export type BusEvent = { type: string; detail: { metadata: Metadata; data: unknown } };

/** What is posted for an event: the specification's `{type, timestamp, data}`, and our metadata. */
export const messageBody = ({ type, detail }: BusEvent): string => {
  const { metadata, data } = detail;
  return JSON.stringify({ type, timestamp: metadata.occurredAt, data, metadata });
};

/** What is posted to find out whether an endpoint is its owner's: it must send the challenge back. */
export const challengeBody = (challenge: string, at: Date): string =>
  JSON.stringify({
    type: 'webhook.verification',
    timestamp: at.toISOString(),
    data: { challenge },
  });

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
