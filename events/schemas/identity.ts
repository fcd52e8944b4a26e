import { z } from 'zod';
import { defineEvent } from '../defineEvent.ts';
import { EmailAddress, Role, TenantId } from '../fields.ts';

const TenantRole = Role.exclude(['SystemAdmin']).describe("The user's role in its tenant.");

/** A tenant's user exists and was invited by e-mail. */
export const UserCreated = defineEvent('UserCreated', 'identity', {
  tenantId: TenantId,
  userId: z.string().min(1).describe("Cognito's name for the user, for ever."),
  email: EmailAddress,
  role: TenantRole,
});

/** A tenant's user could not be created, after all retries. */
export const UserCreationFailed = defineEvent('UserCreationFailed', 'identity', {
  tenantId: TenantId,
  email: EmailAddress,
  role: TenantRole,
  error: z.object({ name: z.string(), message: z.string() }).describe('Why, for people.'),
});
