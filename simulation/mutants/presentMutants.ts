import {
  ALWAYS,
  and,
  anybodysClaim,
  edit,
  identity,
  type Mutant,
  onboarding,
  shared,
  tenants,
} from './mutant.ts';

const lastWord = edit(
  'decision: the last word about a tenant’s admin counts',
  identity('memberTable'),
  [
    "const ConditionExpression = 'attribute_not_exists(pk)';",
    `const ConditionExpression = ${ALWAYS};`,
  ],
);

const saidToHaveFailed = edit(
  'present: a tenant in use is said to have failed',
  onboarding('publishTenantProvisioningFailed'),
  [' || isProtected(await routeOf(tenantId))) {', ') {'],
);

const adminMade = edit('present: an admin is made for any tenant', identity('createTenantAdmin'), [
  "if (standing !== 'standing') {",
  "if (standing === '') {",
]);

const adminFailed = edit(
  'present: an admin of any tenant has failed',
  identity('failUserCreation'),
  ["if (standing !== 'standing') {", "if (standing === '') {"],
);

/** That a tenant was announced protects nothing of it. */
const announcementsForgotten = edit(
  'use: an announced tenant is undone before its first user is noted',
  onboarding('publishTenantProvisioned'),
  [
    'if (!(await markAnnounced(tenantId, route.provisionedEventId))) {',
    'if ((await Promise.resolve([markAnnounced, route, tenantId])).length === 0) {',
  ],
);

/** What is decided by how things are by now, and not by what an event or a run says. */
export const presentMutants: readonly Mutant[] = [
  edit('present: what a tenant in use has is removed', shared('ownership'), [
    'if (!route || !isProtected(route)) return [];',
    "if (!route || route.tenantId !== '') return [];",
  ]),
  // A tenant whose first admin has failed has no user, and is never in use.
  and(
    lastWord,
    edit('present: a tenant in use is rolled back', onboarding('rollBackOnboarding'), [
      "return isInUse(route) ? 'people use the tenant' : undefined;",
      'return undefined;',
    ]),
  ),
  edit('present: any tenant is rolled back', onboarding('rollBackOnboarding'), [
    "if (standing !== 'standing') return",
    "if (standing === '') return",
  ]),
  edit('present: a saga of a tenant in use is replayed', onboarding('onboardingReplay'), [
    'if (isInUse(route) ||',
    "if (route?.tenantId === '' ||",
  ]),
  saidToHaveFailed,
  // Nothing says of a tenant that stands that it has failed: its saga does not.
  and(
    saidToHaveFailed,
    edit('present: a failure is recorded of a tenant that stands', shared('present'), [
      'if (isStuck && !isProtected(route)) return;',
      "if (isStuck || route.tenantId !== '') return;",
    ]),
  ),
  edit(
    'present: another’s tenant is said to have failed',
    onboarding('publishTenantProvisioningFailed'),
    ['(await claimantOf(tenantId)) !== input.eventId || ', ''],
  ),
  edit('present: the undo of a route in use says that it is gone', onboarding('writeRoute'), [
    'if (route?.writtenFor === owner && isProtected(route)) {',
    "if (route?.writtenFor === '') {",
  ]),
  edit('present: a tenant in use loses its name', onboarding('claimTenant'), [
    'if (route?.writtenFor === input.eventId && isProtected(route)) {',
    "if (route?.writtenFor === '') {",
  ]),
  edit('present: what a TenantProvisioned has caused is of any tenant', shared('present'), [
    "return isIts ? 'standing' : earlierThan(causationId, sequence, route);",
    "return isIts || route ? 'standing' : earlierThan(causationId, sequence, route);",
  ]),
  edit('present: any TenantProvisioned is of the tenant that stands', shared('present'), [
    "return isIts ? 'standing' : earlierThan(eventId, sequence, route);",
    "return isIts || route ? 'standing' : earlierThan(eventId, sequence, route);",
  ]),
  edit('present: a stale event contradicts', shared('present'), [
    "if (isEarlier && haveSameOrigin(provisionedEventId, route.provisionedEventId)) return 'madeAnew';",
    '',
  ]),
  edit('present: users of a tenant that is there are removed', identity('removeUsers'), [
    'if (!(await removal.isOver())) return false;',
    '',
  ]),
  // One TenantRegistered has the tenant’s id for ever: nobody else’s users bear it.
  and(
    anybodysClaim,
    edit('present: the users of any tenant of this id are removed', identity('removeTenantUsers'), [
      "const isOwn = isOf(metadata.causationId ?? '');",
      "const isOwn = () => metadata.causationId !== '';",
    ]),
  ),
  edit('present: the users of a rolled-back tenant stay', identity('removeTenantUsers'), [
    'if (await removeUsers({ tenantId, isOwn, isOver })) return;',
    'if (await Promise.resolve([isOwn, isOver, removeUsers].length > 0)) return;',
  ]),
  edit('present: a user of no tenant is announced', identity('enrol'), [
    'if (route?.provisionedEventId !== madeFor) return undefined;',
    "if (route?.provisionedEventId === '') return undefined;",
  ]),
  edit('present: a user who is not announced stays', identity('enrol'), [
    ': takeBack(ports, member);',
    ": { kind: 'tenantGone' };",
  ]),
  // The admin of a tenant that is gone cannot be made, and then its failure is not told.
  and(adminFailed, adminMade),
  and(adminMade, adminFailed),
  lastWord,
  edit('decision: an admin who has failed is made after all', identity('enrol'), [
    "return decided.kind === 'failed' ? 'tenantGone' : undefined;",
    'return undefined;',
  ]),
  edit('decision: somebody joins before the first admin', identity('enrol'), [
    "return isFirst ? undefined : 'notYet';",
    'return undefined;',
  ]),
  edit(
    'decision: the failure of an admin who was announced is told',
    identity('failUserCreation'),
    [
      "if (decided.kind === 'failed') await announce(ports.publish, event, decided.failure);",
      'if (decided) await announce(ports.publish, event, decided.failure ?? failure);',
    ],
  ),
  and(
    announcementsForgotten,
    edit('use: nobody’s first user is noted', tenants('noteUser'), [
      'if (await ports.note({ tenantId, provisionedEventId: causationId, eventId })) return;',
      "if (tenantId !== '') return;",
    ]),
  ),
  announcementsForgotten,
  edit('use: a tenant without its admin is never given up', shared('routingTable'), [
    "set: 'givenUpFor = :value',",
    "set: 'forgotten = :value',",
  ]),
  // A tenant that was announced with a user is never made anew.
  and(
    lastWord,
    edit('use: a user of an earlier tenant is noted', shared('routingTable'), [
      "'provisionedEventId = :announced'",
      "'attribute_exists(tenantId) OR provisionedEventId = :announced'",
    ]),
  ),
];
