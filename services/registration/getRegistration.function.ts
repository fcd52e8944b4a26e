import * as z from 'zod';
import { AnyTier, TenantId, TenantName } from '#events/fields.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { Failure, Status } from './registration.ts';
import { ReaderEnv } from './registrationEnv.ts';

/** A registration as whoever has its id sees it. */
const RegistrationView = z
  .object({
    registrationId: z.string(),
    tenantId: TenantId.optional(),
    tenantName: TenantName,
    tier: AnyTier.optional(),
    status: Status,
    startsAt: z.iso.datetime().optional().describe('While it is queued: when it begins.'),
    ahead: z.int().optional().describe('While it is queued: about how many are before it.'),
    failure: Failure.optional(),
  })
  .meta({ id: 'Registration' });

export const getRegistrationFunction = defineFunction({
  handler: 'registration/getRegistration',
  environment: ReaderEnv,
  routes: {
    'GET /registrations/{registrationId}': {
      says: 'Tells what has become of a registration.',
      roles: 'everybody',
      request: z.object({ params: z.object({ registrationId: z.string().max(128) }) }),
      replies: {
        200: {
          says: 'The registration. While it is queued, `Retry-After` says in how many seconds it begins.',
          body: RegistrationView,
        },
        404: { says: 'No registration has this id.' },
      },
    },
  },
});
