import { z } from 'zod';

/** Which of our tenants is which of SBT's, from the first request on. */
export const SbtRegistration = z.object({
  registrationId: z.string(),
  tenantId: z.string(),
  registeredEventId: z.string(),
  registeredAt: z.string(),
  /** SBT's own ids, which its answers bear. */
  tenantRegistrationId: z.string(),
  sbtTenantId: z.string(),
});
export type SbtRegistration = z.infer<typeof SbtRegistration>;
