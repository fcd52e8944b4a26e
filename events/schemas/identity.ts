import * as z from 'zod';
import { defineEvent } from '../defineEvent.ts';
import { exampleTenant } from '../exampleTenant.ts';
import { EmailAddress, TenantId, TenantRole } from '../fields.ts';
import { openEnumeration } from '../openEnumeration.ts';

const { tenantId, adminEmail: email } = exampleTenant;

const AnyTenantRole = openEnumeration(
  TenantRole.describe("The user's role in its tenant."),
  'Treat a role that you do not know as one that may do less than any that you know.',
);

export const UserCreated = defineEvent({
  type: 'UserCreated',
  source: 'identity',
  says: 'A person is a user of a tenant now, and was invited by e-mail.',
  when: 'Once for each user of each tenant: the first admin after TenantProvisioned, all others when an admin adds them. Somebody who was removed and is added once more has another UserCreated, under another event id.',
  means: 'A person who can sign in. The first one of a tenant makes its onboarding complete.',
  data: {
    tenantId: TenantId,
    userId: z
      .string()
      .min(1)
      .describe(
        "Cognito's name for the person, which never changes: the same in all tenants that share a user pool.",
      ),
    email: EmailAddress,
    role: AnyTenantRole,
  },
  example: {
    tenantId,
    userId: '9d2f3c8e-5b1a-4f6d-8c7e-0a1b2c3d4e5f',
    email,
    role: 'TenantAdmin',
  },
});

export const UserEmailChanged = defineEvent({
  type: 'UserEmailChanged',
  source: 'identity',
  says: 'A user of a tenant has another e-mail address now.',
  when: 'Once for each tenant of the person, when it has confirmed the new address by a mailed code.',
  means:
    'The same person: write to it at the new address. It is told from others by userId, never by its address.',
  data: {
    tenantId: TenantId,
    userId: z
      .string()
      .min(1)
      .describe("Cognito's name for the person, the one that its UserCreated told."),
    email: EmailAddress,
    formerEmail: EmailAddress,
  },
  example: {
    tenantId,
    userId: '9d2f3c8e-5b1a-4f6d-8c7e-0a1b2c3d4e5f',
    email: 'ada.byron@mueller.example',
    formerEmail: email,
  },
});

export const UserCreationFailed = defineEvent({
  type: 'UserCreationFailed',
  source: 'identity',
  says: "A tenant's user could not be created, after all retries.",
  when: 'Once for each first admin that Cognito does not take, after three tries within minutes where they may help. While no mail goes out the tenant waits for its admin instead.',
  means:
    'Nobody can sign in to the tenant: its onboarding is undone, and TenantProvisioningFailed says so.',
  data: {
    tenantId: TenantId,
    email: EmailAddress,
    role: AnyTenantRole,
    error: z.object({ name: z.string(), message: z.string() }).describe('Why, for people.'),
  },
  example: {
    tenantId,
    email,
    role: 'TenantAdmin',
    error: {
      name: 'AddressRefused',
      message: 'Invalid email address format.',
    },
  },
});
