import {
  anotherAnnouncement,
  anybodysClaim,
  edit,
  type Mutant,
  onboarding,
  shared,
  tenants,
} from './mutant.ts';

const withoutUndo = (state: string): Mutant => ({
  name: `undo: ${state} does nothing`,
  definition: [{ kind: 'skip', state }],
});
const withoutRetry = (state: string): Mutant => ({
  name: `retry: ${state} is not tried again`,
  definition: [{ kind: 'once', state }],
});

const undos = ['ReleaseTenant', 'DeleteIdentity', 'DeleteApiKey', 'DeleteDataStore', 'DeleteRoute'];
const retried = ['PublishTenantProvisioned', 'PublishTenantProvisioningFailed'];

/** The saga’s own: undos, retries, and what lets a step run again. */
export const sagaMutants: readonly Mutant[] = [
  ...undos.map(withoutUndo),
  ...retried.map(withoutRetry),
  anybodysClaim,
  edit('guard: a retry makes another app client', onboarding('createIdentity'), [
    'const found = attempt > 0 ? await find() : [];',
    'const found = attempt > 1_000 ? await find() : [];',
  ]),
  edit('guard: a retry makes another API key', tenants('keyValues'), [
    'keyValue = if_not_exists(keyValue, :fresh)',
    'keyValue = :fresh',
  ]),
  edit('guard: the value of a deleted API key is kept', onboarding('createApiKey'), [
    'await ports.forget({ tenantId, owner });',
    '',
  ]),
  {
    name: 'undo: a replay undoes what it came to, and not what a stopped run has left',
    definition: [{ kind: 'ignore', state: 'Failed', condition: '$states.input.replay > 0' }],
  },
  edit('guard: the SDK repeats what it has lost sight of', shared('clients'), [
    'repeating(4, isThrottled)',
    'repeating(4, () => true)',
  ]),
  edit('guard: no failure is worth another try', shared('task'), [
    'throw classified(error);',
    'throw classified === undefined ? error : error;',
  ]),
  edit('guard: a key that is attached already fails the step', tenants('usagePlans'), [
    'if (await has(usagePlanId, keyId)) return;',
    'if ((await has(usagePlanId, keyId)) === undefined) return;',
  ]),
  edit('guard: the undo knows only the ids that it was told', onboarding('createApiKey'), [
    'const found = await apiKeys.find(tenantId, results.CreateApiKey?.apiKeyId);',
    'const known = results.CreateApiKey?.apiKeyId;\n    const found = known ? [{ id: known, owner }] : [];',
  ]),
  edit('guard: a tenant without its admin is left as it is', onboarding('rollBackOnboarding'), [
    "if (role !== 'TenantAdmin') return;",
    "if (role === 'TenantAdmin') return;",
  ]),
  edit('guard: a silo’s table cannot be restored', tenants('siloTables'), [
    '{ PointInTimeRecoveryEnabled: true }',
    '{ PointInTimeRecoveryEnabled: false }',
  ]),
  edit('guard: a silo’s table may be deleted by mistake', tenants('siloTables'), [
    "DeletionProtectionEnabled: protection === 'ACTIVE'",
    "DeletionProtectionEnabled: protection !== 'ACTIVE'",
  ]),
  edit('guard: a silo’s pool may be deleted by mistake', tenants('cognitoDirectory'), [
    'DeletionProtection: settings.deletionProtection,',
    "DeletionProtection: 'INACTIVE',",
  ]),
  edit('execution name: each event starts an execution of its own', onboarding('startOnboarding'), [
    'await ports.start(eventId,',
    "await ports.start(eventId + '-' + Math.floor(Math.random() * 1e9),",
  ]),
  edit('event id: a publisher that runs again publishes another event', 'events/eventId.ts', [
    'const digest = createHash(',
    'cause += String(Math.random());\n  const digest = createHash(',
  ]),
  anotherAnnouncement,
  {
    name: 'pivot: what may have been announced is undone',
    definition: [{ kind: 'catch', state: 'PublishTenantProvisioned', next: 'DeleteRoute' }],
  },
];
