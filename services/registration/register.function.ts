import * as z from 'zod';
import { TenantId } from '#events/fields.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { OfferedSignUp } from '#shared/signUp/offeredSignUp.ts';
import { MailedCode } from '../mail/mailedCode.ts';
import { IdempotencyHeaders } from './idempotency.ts';
import { Status } from './registration.ts';
import { PublisherEnv } from './registrationEnv.ts';

/** What is told of a tenant that is being onboarded. */
const Accepted = z
  .object({ registrationId: z.string(), tenantId: TenantId, status: Status })
  .meta({ id: 'AcceptedRegistration' });

const params = z.object({ registrationId: z.string().max(128) });
const replies = {
  200: { says: 'The tenant is being onboarded.', body: Accepted },
  404: { says: 'No sign-up that can be confirmed has this id.' },
  409: { says: 'The tenant name is in use.' },
} as const;

export const registerFunction = defineFunction({
  handler: 'registration/register',
  environment: PublisherEnv,
  routes: {
    'POST /tenants': {
      says: 'Registers a tenant at once, without a code.',
      roles: ['SystemAdmin'],
      request: z.object({ body: OfferedSignUp, headers: IdempotencyHeaders }),
      replies: {
        202: replies[200],
        409: replies[409],
        422: { says: 'The Idempotency-Key came with another body before.' },
      },
    },
    'POST /registrations/{registrationId}/confirm': {
      says: 'Confirms a sign-up by the code that was mailed. Five wrong codes end it.',
      roles: 'everybody',
      request: z.object({ params, body: z.strictObject({ code: MailedCode }) }),
      replies,
    },
    'PUT /registrations/{registrationId}/confirmation': {
      says: 'Confirms a sign-up without its code.',
      roles: ['SystemAdmin'],
      request: z.object({ params }),
      replies,
    },
  },
});
