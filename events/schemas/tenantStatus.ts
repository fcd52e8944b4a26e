import * as z from 'zod';
import { defineEvent } from '../defineEvent.ts';
import { exampleTenant } from '../exampleTenant.ts';
import { TenantId } from '../fields.ts';

const { tenantId } = exampleTenant;
const operator = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

/** Who changed something of a tenant: an operator, and no personal data. */
export const ChangedBy = z
  .string()
  .min(1)
  .describe("The operator who did it, by Cognito's name for it in the operators' user pool.");

const MAX_REASON = 200;

/** Why a tenant was switched off. */
export const StatusReason = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(MAX_REASON, `must be at most ${MAX_REASON} characters`)
  .describe('Why, in the words of the operator.');

export const TenantDeactivated = defineEvent({
  type: 'TenantDeactivated',
  source: 'provisioning',
  says: 'A tenant is suspended: none of its people gets in, and all that it has stays.',
  when: 'Once each time that an operator deactivates an active tenant.',
  means:
    'The customer is there, and cannot use what it pays for: pause it, close nothing. TenantActivated may follow.',
  data: { tenantId: TenantId, reason: StatusReason, by: ChangedBy },
  example: { tenantId, reason: 'invoice 4711 is 60 days overdue', by: operator },
});

export const TenantActivated = defineEvent({
  type: 'TenantActivated',
  source: 'provisioning',
  says: 'A tenant that was suspended is active again.',
  when: 'Once each time that an operator activates a deactivated tenant. A new tenant is active without it.',
  means: 'The customer uses what it has, as before: resume what you paused.',
  data: { tenantId: TenantId, by: ChangedBy },
  example: { tenantId, by: operator },
});
