import * as z from 'zod';
import { defineEvent } from '../defineEvent.ts';
import { exampleTenant } from '../exampleTenant.ts';
import { AnyDeployment, AnyTier, TenantId } from '../fields.ts';
import { rollbackFields } from '../rollbackFields.ts';
import { ChangedBy } from './tenantStatus.ts';

const { tenantId } = exampleTenant;
const by = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

export const TenantOffboardingScheduled = defineEvent({
  type: 'TenantOffboardingScheduled',
  source: 'provisioning',
  says: 'A tenant is to leave: from `eraseAt` on all that it has is erased. Until then its people get in as before.',
  when: 'Once each time that an operator schedules it; a later one moves `eraseAt`.',
  means:
    'The customer has given notice, and is still served. TenantOffboardingCancelled takes it back; TenantOffboarded says that it is gone.',
  data: {
    tenantId: TenantId,
    eraseAt: z.iso.datetime().describe('When the erasure begins, or soon after.'),
    by: ChangedBy,
  },
  example: { tenantId, eraseAt: '2026-02-04T09:42:00.000Z', by },
});

export const TenantOffboardingCancelled = defineEvent({
  type: 'TenantOffboardingCancelled',
  source: 'provisioning',
  says: 'A tenant that was to leave stays.',
  when: 'Once each time that an operator takes a scheduled offboarding back, before it has begun.',
  means: 'The customer has withdrawn its notice: go on as before.',
  data: { tenantId: TenantId, by: ChangedBy },
  example: { tenantId, by },
});

const Count = z.int().min(0);

/** What is counted of what is erased. */
export const ErasedKind = z.enum(['rows', 'tables', 'apiKeys', 'appClients', 'userPools']);
export type ErasedKind = z.infer<typeof ErasedKind>;

export const TenantOffboarded = defineEvent({
  type: 'TenantOffboarded',
  source: 'provisioning',
  says: 'A tenant is gone: its data, its resources and its route are erased, which was looked at after. Its name is free.',
  when: 'Once for each tenant that has left, after everything else of it.',
  means:
    'The customer has left: close what you keep for it, and erase its personal data. It is the last event of its tenant, apart from each TenantDataErased that answers it. The id of the tenant is never used again.',
  data: {
    tenantId: TenantId,
    tier: AnyTier,
    deployment: AnyDeployment,
    erased: z
      .object({
        rows: Count.describe('Rows in the table that tenants share, of the answered tries.'),
        tables: Count,
        apiKeys: Count,
        appClients: Count,
        userPools: Count,
      })
      .describe('How much of each kind was there and is gone.'),
  },
  example: {
    tenantId,
    tier: 'premium',
    deployment: 'pool',
    erased: { rows: 1_204, tables: 0, apiKeys: 1, appClients: 1, userPools: 0 },
  },
});

export const TenantOffboardingFailed = defineEvent({
  type: 'TenantOffboardingFailed',
  source: 'provisioning',
  says: 'The erasure of a tenant could not begin: nothing of it is erased, and its people get in as before, unless something is `stuck`.',
  when: 'Once for each run that failed before anything was erased.',
  means:
    'The tenant is still there, and is to leave. An operator replays the offboarding, or takes it back.',
  data: {
    tenantId: TenantId,
    ...rollbackFields,
  },
  example: {
    tenantId,
    failedStep: 'SealTenant',
    error: { name: 'AccessDeniedException', message: 'not authorized' },
    compensated: true,
    undone: ['SealTenant'],
    stuck: [],
  },
});

export const TenantDataErased = defineEvent({
  type: 'TenantDataErased',
  source: 'identity',
  alsoFrom: ['registration', 'webhooks'],
  fromPartners: true,
  says: 'Somebody who kept data of a tenant that has left has erased it.',
  when: 'By each service that keeps such data, once it is gone: the answer to TenantOffboarded, which causes it. Partners that keep some answer too.',
  means: 'Nothing to those who count tenants. The erasure receipt of the tenant collects these.',
  data: {
    tenantId: TenantId,
    by: z.string().min(1).max(64).describe('Who has erased it: the same as the source.'),
    items: z
      .array(z.object({ kind: z.string().min(1).max(64), count: Count }))
      .max(50)
      .describe('What, and how much of it; no personal data.'),
    at: z.iso.datetime().describe('When it was gone.'),
  },
  example: {
    tenantId,
    by: 'identity',
    items: [
      { kind: 'members', count: 12 },
      { kind: 'users', count: 9 },
    ],
    at: '2026-02-04T09:44:10.000Z',
  },
});
