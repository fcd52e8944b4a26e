import * as z from 'zod';
import { AnyTier, EmailAddress, TenantId } from '#events/fields.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { Failure, Status } from './registration.ts';
import { ReaderEnv } from './registrationEnv.ts';

/** A registration as operators find it: with what its sagas say, and what leads to them. */
const FoundRegistration = z
  .object({
    registrationId: z.string(),
    tenantId: TenantId.optional(),
    tenantName: z.string().optional(),
    adminEmail: EmailAddress.optional(),
    tier: AnyTier.optional(),
    status: Status,
    registeredAt: z.iso.datetime().optional(),
    executionName: z.string().optional().describe('Of its first saga.'),
    failure: Failure.optional(),
  })
  .meta({ id: 'FoundRegistration' });

export const findRegistrationsFunction = defineFunction({
  handler: 'registration/findRegistrations',
  environment: ReaderEnv,
  routes: {
    'GET /registrations': {
      says: 'Finds registrations by a name or words of it, an address, or an id of registration, tenant or first saga; the newest first, at most 50.',
      roles: ['SystemAdmin'],
      request: z.object({ query: z.object({ query: z.string().trim().min(1).max(256) }) }),
      replies: {
        200: {
          says: 'What was found; sign-ups that nobody confirmed are not.',
          body: z.object({ registrations: z.array(FoundRegistration) }),
        },
      },
    },
  },
});
