import type { Weakening } from './weakened.ts';
import type { Edit } from './world/handlerCode.ts';

/** The product with one of its safeguards taken away. */
export type Mutant = { name: string; edits?: readonly Edit[]; definition?: readonly Weakening[] };

const provisioning = (file: string): string => `services/provisioning/${file}.ts`;
const registration = (file: string): string => `services/registration/${file}.ts`;
const identity = (file: string): string => `services/identity/${file}.ts`;

const edit = (name: string, file: string, [find, replace]: readonly [string, string]): Mutant => ({
  name,
  edits: [{ file, find, replace }],
});

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

const CLAIM_CONDITION = "    ConditionExpression: 'attribute_not_exists(pk) OR claimedBy = :me',";
const ALWAYS = "'attribute_exists(pk) OR attribute_not_exists(pk)'";

const conditions: Mutant[] = [
  edit('condition: anybody’s claim is taken and released', provisioning('tenants/claimTable'), [
    CLAIM_CONDITION,
    "    ConditionExpression: 'attribute_exists(pk) OR attribute_not_exists(pk) OR claimedBy = :me',",
  ]),
  edit('condition: a taken name is registered again', registration('commitRegistration'), [
    "const put = (Item: object, free = 'attribute_not_exists(pk)')",
    `const put = (Item: object, free = ${ALWAYS})`,
  ]),
  edit(
    'condition: a repeated request is another registration',
    registration('commitRegistration'),
    ['    ...(once\n      ? [', '    ...(once && once.key === ""\n      ? ['],
  ),
  edit('condition: a name is taken from whoever holds it', registration('registrationNames'), [
    "        ...mine(registrationId, 'attribute_not_exists(pk)'),\n        Item",
    "        ...mine(registrationId, 'attribute_exists(pk) OR attribute_not_exists(pk)'),\n        Item",
  ]),
  edit('condition: a failed registration takes its name again', registration('registrationNames'), [
    '`NOT (',
    '`attribute_exists(pk) OR NOT (',
  ]),
  edit('condition: whoever’s name is given back', registration('registrationNames'), [
    "        ...mine(registrationId, 'attribute_not_exists(pk)'),\n        Key",
    "        ...mine(registrationId, 'attribute_exists(pk) OR attribute_not_exists(pk)'),\n        Key",
  ]),
  edit('condition: an older fact overwrites a newer one', registration('registrationFacts'), [
    '} < :',
    '} <> :',
  ]),
  edit('condition: a member is added twice', identity('memberTable'), [
    "ConditionExpression: 'attribute_not_exists(pk)' } };",
    `ConditionExpression: ${ALWAYS} } };`,
  ]),
  edit('condition: the route is not asked for again', identity('enrol'), [
    'if (await ports.latestRoute(user.tenantId)) return',
    'if (user.tenantId !== "") return',
  ]),
  edit('condition: a route is removed whoever’s it is', provisioning('tenants/routingTable'), [
    "ConditionExpression: 'attribute_not_exists(tenantId) OR writtenFor = :me'",
    "ConditionExpression: 'attribute_not_exists(tenantId) OR attribute_exists(tenantId) OR writtenFor = :me'",
  ]),
];

const guards: Mutant[] = [
  edit('guard: a retry makes another app client', provisioning('onboarding/createIdentity'), [
    'const [found] = attempt > 0 ? await find() : [];',
    'const [found] = attempt > 1_000 ? await find() : [];',
  ]),
  edit('guard: a retry makes another API key', provisioning('onboarding/createApiKey'), [
    'const [found] = attempt > 0 ? await apiKeys.find(tenantId) : [];',
    'const [found] = attempt > 1_000 ? await apiKeys.find(tenantId) : [];',
  ]),
  edit('guard: the SDK repeats what it has lost sight of', 'services/shared/clients.ts', [
    'if (retries > MAX_RETRIES || !isThrottled(error)) throw error;',
    'if (retries > MAX_RETRIES) throw error;',
  ]),
  edit('guard: no failure is worth another try', 'services/shared/task.ts', [
    'throw classified(error);',
    'throw classified === undefined ? error : error;',
  ]),
  edit(
    'guard: a key that is attached already fails the step',
    provisioning('tenants/gatewayApiKeys'),
    [".catch(unless('ConflictException'))", ".catch(unless('NobodyThrowsThis'))"],
  ),
  edit('guard: a user who is there already is no user of the tenant', identity('cognitoUsers'), [
    "if (!isNamed(error, 'UsernameExistsException')) throw error;",
    "if (!isNamed(error, 'NobodyThrowsThis')) throw error;",
  ]),
  edit(
    'guard: the undo knows only the ids that it was told',
    provisioning('onboarding/createApiKey'),
    ['const found = await apiKeys.find(tenantId);', 'const found: string[] = [];'],
  ),
  edit('guard: an admin’s address is claimed by nobody', provisioning('tenants/claimTable'), [
    '...(pooledEmail === undefined',
    '...(pooledEmail !== ""',
  ]),
  edit(
    'guard: a tenant without its admin is left as it is',
    provisioning('onboarding/rollBackOnboarding'),
    ["if (data.role !== 'TenantAdmin') return;", "if (data.role === 'TenantAdmin') return;"],
  ),
  edit('guard: the users of a rolled-back tenant stay', identity('removeTenantUsers'), [
    'await removeUsers({ tenantId, email });',
    'await Promise.resolve({ tenantId, email });',
  ]),
  edit('guard: a failed registration keeps its name', registration('commitRegistration'), [
    "statusOf(holder) !== 'failed'",
    "statusOf(holder) !== ''",
  ]),
  edit('guard: a name that is not given back yet is given up', registration('projection'), [
    "if (held === 'heldByAnother') throw",
    'if (held === undefined) throw',
  ]),
];

const identities: Mutant[] = [
  edit('outbox: a registration is not marked as unpublished', registration('commitRegistration'), [
    'const marked = { ...registration, [outbox.partition]: outbox.pending };',
    'const marked = { ...registration };',
  ]),
  edit(
    'execution name: each event starts an execution of its own',
    provisioning('onboarding/startOnboarding'),
    [
      'await ports.start(eventId,',
      "await ports.start(eventId + '-' + Math.floor(Math.random() * 1e9),",
    ],
  ),
  edit('event id: a publisher that runs again publishes another event', 'events/eventId.ts', [
    'const digest = createHash(',
    'cause += String(Math.random());\n  const digest = createHash(',
  ]),
  {
    name: 'pivot: what may have been announced is undone',
    definition: [{ kind: 'catch', state: 'PublishTenantProvisioned', next: 'DeleteRoute' }],
  },
];

/** Each safeguard of onboarding, taken away by itself. */
export const mutants: readonly Mutant[] = [
  ...undos.map(withoutUndo),
  ...retried.map(withoutRetry),
  ...conditions,
  ...guards,
  ...identities,
];
