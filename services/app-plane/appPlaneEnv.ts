import * as z from 'zod';

/** What an application function needs: the one role by which it reaches tenants' data. */
export const AppPlaneEnv = z.object({
  TENANT_ACCESS_ROLE_ARN: z.string().min(1),
  AWS_REGION: z.string().min(1),
});
