import { randomUUID } from 'node:crypto';

/** What SBT's registration service publishes: registration data, tenant data and ids, all in one. */
export const anSbtRequest = (more: Readonly<Record<string, unknown>> = {}) => ({
  registrationStatus: 'In progress',
  tenantName: 'Initech',
  email: 'Bill@Initech.example',
  tier: 'Premium',
  prices: [{ id: 'price_1' }],
  tenantId: randomUUID(),
  tenantRegistrationId: randomUUID(),
  ...more,
});
