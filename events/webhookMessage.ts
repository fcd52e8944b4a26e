import { createHmac, randomBytes } from 'node:crypto';

/** What is posted to a webhook for an event: the specification's `{type, timestamp, data}`, and our metadata. */
export const messageBody = ({
  type,
  detail: { metadata, data },
}: {
  type: string;
  detail: { metadata: { occurredAt: string }; data: unknown };
}): string => JSON.stringify({ type, timestamp: metadata.occurredAt, data, metadata });

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A new signing secret in the form of the Standard Webhooks specification. */
export const newSecretValue = (): string =>
  `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;

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
  secrets: readonly { value: string }[],
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
