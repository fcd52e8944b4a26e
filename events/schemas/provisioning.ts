import * as z from 'zod';
import { defineEvent, inMinor } from '../defineEvent.ts';
import { exampleTenant } from '../exampleTenant.ts';
import { AnyDeployment, AnyTier, EmailAddress, TenantId, TenantName } from '../fields.ts';
import { openEnumeration } from '../openEnumeration.ts';
import { rollbackFields } from '../rollbackFields.ts';

const { tenantId, registrationId, tenantName, adminEmail } = exampleTenant;

export const TenantProvisioned = defineEvent({
  type: 'TenantProvisioned',
  source: 'provisioning',
  says: 'A tenant has all its resources and its route; its first admin does not exist yet.',
  when: 'Once for each onboarding that went through, after everything else of it.',
  means:
    'The tenant is there: create its customer. Should its first admin be impossible to create, the tenant is undone and a TenantProvisioningFailed with a greater sequence follows.',
  data: {
    tenantId: TenantId,
    tenantName: TenantName,
    adminEmail: EmailAddress,
    tier: AnyTier,
    deployment: AnyDeployment,
    userPoolId: z.string().min(1).describe('The Cognito user pool that its users sign in to.'),
    appClientId: z.string().min(1).describe('Its own app client in that pool.'),
    region: z.string().min(1).describe('The AWS Region of its resources.'),
  },
  example: {
    tenantId,
    tenantName,
    adminEmail,
    tier: 'premium',
    deployment: 'pool',
    userPoolId: 'us-east-1_aBcDeFgHi',
    appClientId: '3n4b5urk1ft4fl3mg5e62d9ado',
    region: 'us-east-1',
  },
});

/** The kinds of resources that are made for a tenant. */
export const MadeKind = z.enum(['userPool', 'appClient', 'apiKey', 'table']);
export type MadeKind = z.infer<typeof MadeKind>;

/** What may be left over of a tenant: resources, and rows about it. */
export const ResourceKind = z.enum([...MadeKind.options, 'route', 'claim']).describe('What it is.');
export type ResourceKind = z.infer<typeof ResourceKind>;

const OrphanedResourceData = z.object({
  kind: openEnumeration(
    ResourceKind,
    'Treat a kind that you do not know as a resource that an operator has to look at.',
  ),
  name: z
    .string()
    .min(1)
    .describe('What it is called; it holds the tenant’s id or a claimed name.'),
  id: z.string().min(1).describe('By what AWS knows it.'),
  tenantId: TenantId,
});

/** Something that is named after a tenant, and is not that tenant's; of a kind that we know. */
export type OrphanedResource = z.input<typeof OrphanedResourceData>;

export const OrphansFound = defineEvent({
  type: 'OrphansFound',
  source: 'provisioning',
  says: 'Resources are left over that no tenant owns, all named after one tenant.',
  when: 'By each sweep (one an hour) that finds some, until they are gone. correlationId and causationId are the sweep’s own, not a registration’s.',
  means:
    'Nothing to those who count tenants: a live tenant keeps all that it uses. Operators look, and have them removed.',
  data: {
    resources: z.array(OrphanedResourceData).min(1).describe('All of one tenant, live or not.'),
    removed: z.boolean().describe('Whether they are gone now.'),
  },
  example: {
    resources: [{ kind: 'apiKey', name: `prod-tenant-${tenantId}`, id: 'k3y4b5c6d7', tenantId }],
    removed: false,
  },
});

/** Why a registration is refused: what it names is another's or nobody's to have, or its partner may not order it. */
export const Refusal = z
  .enum([
    'RegistrationIdInUse',
    'TenantIdInUse',
    'TenantNameInUse',
    'PartnerUnknown',
    'TypeNotAllowed',
    'TierNotAllowed',
    'FieldNotAllowed',
  ])
  .describe('A code for programs.');
export type Refusal = z.infer<typeof Refusal>;

export const RegistrationRefused = defineEvent({
  type: 'RegistrationRefused',
  source: 'provisioning',
  says: 'A registration was refused: what it asks for belongs to another registration, or its publisher may not ask for it, or nobody may.',
  when: 'Once for each refused TenantRegistered. The same registration sent again with the same content is no refusal: nothing follows from it.',
  means:
    'Nothing for any tenant: the tenantId may be that of a live tenant, which keeps all it has. The lead of this source and registrationId came to nothing.',
  data: {
    registrationId: z
      .string()
      .min(1)
      .describe('The sign-up that was refused. Its publisher chose the id: read it with `source`.'),
    source: z.string().min(1).describe('Who published its TenantRegistered.'),
    tenantId: TenantId.describe(
      'The tenant that it asked for. It may be a live tenant of another.',
    ),
    reason: openEnumeration(Refusal, 'Treat a reason that you do not know as a refusal.'),
    message: z.string().min(1).describe('Why, for people.'),
  },
  example: {
    registrationId: 'crm-4711',
    source: 'partner.crm',
    tenantId,
    reason: 'TenantIdInUse',
    message: 'the tenant id is, or was, another tenant’s',
  },
});

export const TenantQueued = defineEvent({
  type: 'TenantQueued',
  source: 'provisioning',
  says: 'A registration was admitted, and its tenant is made later: others are before it.',
  when: 'Once for each admitted TenantRegistered that is to wait for more than ten seconds.',
  means:
    'Nothing is wrong: tell the customer when to come back. TenantProvisioned or TenantProvisioningFailed follows after `startsAt`.',
  data: {
    registrationId: z.string().min(1).describe('The sign-up that waits.'),
    tenantId: TenantId,
    startsAt: z.iso.datetime().describe('When its onboarding begins; it ends seconds later.'),
    ahead: z.int().min(1).describe('How many begin before it, counted when it was admitted.'),
  },
  example: {
    registrationId,
    tenantId,
    startsAt: '2026-01-05T09:42:00.000Z',
    ahead: 3_456,
  },
});

/** The step that is told as failed when a tenant's first admin cannot be made; it is no saga's own. */
export const FIRST_ADMIN = 'CreateTenantAdmin';

export const TenantProvisioningFailed = inMinor(
  1,
  defineEvent({
    type: 'TenantProvisioningFailed',
    source: 'provisioning',
    says: 'A tenant could not be provisioned; what had been made is gone again, except `stuck`.',
    when: 'Once for each onboarding that failed, after all that could be undone is undone.',
    means:
      'There is no tenant and its name is free; its id stays its own. `compensated: false` means that an operator still has to clean up `stuck`; subscribers have nothing to do with it. An operator may replay the onboarding: a TenantProvisioned of the same tenant with a greater sequence makes it a tenant after all.',
    data: {
      tenantId: TenantId,
      registrationId: z.string().min(1).describe('The sign-up that it belongs to.'),
      adminEmail: EmailAddress.optional().describe('Since 1.1: who was to be the first admin.'),
      ...rollbackFields,
    },
    example: {
      tenantId,
      registrationId,
      adminEmail,
      failedStep: 'CreateApiKey',
      error: { name: 'LimitExceededException', message: 'API key limit exceeded' },
      compensated: false,
      undone: ['CreateApiKey', 'ClaimTenant'],
      stuck: ['CreateIdentity'],
    },
  }),
);
