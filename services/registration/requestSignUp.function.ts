import * as z from 'zod';
import { TenantId, Tier } from '#events/fields.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { OfferedSignUp } from '#shared/signUp/offeredSignUp.ts';
import { MailEnv } from '../mail/mail.ts';
import { IdempotencyHeaders } from './idempotency.ts';
import { Status } from './registration.ts';
import { ReaderEnv } from './registrationEnv.ts';

export const requestSignUpFunction = defineFunction({
  handler: 'registration/requestSignUp',
  environment: ReaderEnv.extend({
    ...MailEnv.shape,
    /** The tiers that anybody may order. */
    SELF_SERVICE_TIERS: z
      .string()
      .transform((list) => list.split(','))
      .pipe(z.array(Tier)),
  }),
  routes: {
    'POST /registrations': {
      says: 'Signs a tenant up: a code goes to the address, and nothing is made before it comes back. No more than three codes an hour go to one address.',
      roles: 'everybody',
      request: z.object({ body: OfferedSignUp, headers: IdempotencyHeaders }),
      replies: {
        202: {
          says: 'The sign-up is kept for a day, or how it stands by now where it is a repeated one.',
          body: z
            .object({ registrationId: z.string(), tenantId: TenantId, status: Status })
            .meta({ id: 'RequestedRegistration' }),
        },
        422: { says: 'The Idempotency-Key came with another body before.' },
      },
    },
  },
});
