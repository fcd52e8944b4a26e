import { z } from 'zod';
import { TenantId } from '#events/fields.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { OfferedSignUp } from '#shared/signUp/offeredSignUp.ts';
import { PublisherEnv } from './registrationEnv.ts';

/** What a caller that signs up is told. */
const Accepted = z
  .object({
    registrationId: z.string(),
    tenantId: TenantId,
    status: z.literal('registered'),
  })
  .meta({ id: 'AcceptedRegistration' });

export const registerFunction = defineFunction({
  handler: 'registration/register',
  environment: PublisherEnv,
  routes: {
    'POST /registrations': {
      says: 'Signs a tenant up.',
      roles: 'everybody',
      request: z.object({
        body: OfferedSignUp,
        headers: z.object({
          'idempotency-key': z
            .string()
            .min(1, 'must not be empty')
            .max(255, 'must be at most 255 characters')
            .optional()
            .describe('A caller that repeats it gets one tenant, however often it asks.'),
        }),
      }),
      replies: {
        202: { says: 'The tenant is being onboarded.', body: Accepted },
        409: { says: 'The tenant name is in use.' },
        422: { says: 'The Idempotency-Key came with another body before.' },
      },
    },
  },
});
