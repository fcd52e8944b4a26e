import { createHash } from 'node:crypto';
import * as z from 'zod';
import { problem } from '#shared/reply.ts';
import type { KeptSignUp } from '#shared/signUp/offeredSignUp.ts';

/** What makes a sign-up safe to repeat. */
export const IdempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(1, 'must not be empty')
    .max(255, 'must be at most 255 characters')
    .optional()
    .describe('A caller that repeats it for one address gets one tenant, however often it asks.'),
});

/** An idempotency key of an address, and the fingerprint of the body that it came with. */
export type Once = { address: string; key: string; bodyHash: string };

export const onceOf = (signUp: KeptSignUp, key: string | undefined): Once | undefined =>
  key === undefined
    ? undefined
    : {
        address: signUp.adminEmail,
        key,
        bodyHash: createHash('sha256').update(JSON.stringify(signUp)).digest('hex'),
      };

/** The answer to a key that came with another body. */
export const keyReused = () =>
  problem(422, 'IdempotencyKeyReused', {
    message: 'this Idempotency-Key came with another body before',
  });
