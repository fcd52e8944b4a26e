import * as z from 'zod';
import { TenantId } from '#events/fields.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { ReaderEnv } from './registrationEnv.ts';

/** Where a tenant's users sign in, and which API they then call. */
const SignIn = z
  .object({
    tenantId: TenantId.optional(),
    userPoolId: z.string().optional(),
    appClientId: z.string().optional(),
    region: z.string().optional(),
    appApiUrl: z.url(),
  })
  .meta({ id: 'SignIn' });

export const getSignInFunction = defineFunction({
  handler: 'registration/getSignIn',
  environment: ReaderEnv.extend({
    /** The parameter with the application API's URL. */
    APP_API_URL_PARAMETER: z.string().min(1),
  }),
  routes: {
    'GET /sign-in/{tenantName}': {
      says: 'Tells where the users of a tenant sign in.',
      roles: 'everybody',
      request: z.object({ params: z.object({ tenantName: z.string().max(400) }) }),
      replies: {
        200: { says: 'Where they sign in.', body: SignIn },
        403: { says: 'The tenant is suspended (`TenantSuspended`): nobody can sign in.' },
        404: { says: 'No tenant of this name is there.' },
      },
    },
  },
});
