import {
  ALWAYS,
  and,
  edit,
  type Mutant,
  onboarding,
  registration,
  shared,
  tenants,
} from './mutant.ts';

const MINE = "        ...mine(registrationId, 'attribute_not_exists(pk)'),\n        ";
const ANYBODYS = `        ...mine(registrationId, ${ALWAYS}),\n        `;

/** What is claimed by a registration once and for ever. */
const admission: readonly Mutant[] = [
  edit('admission: a registration id is another’s after all', tenants('admissionTable'), [
    "ConditionExpression: 'attribute_not_exists(pk)',",
    `ConditionExpression: ${ALWAYS},`,
  ]),
  edit('admission: a saga that has begun begins once more', tenants('admissionTable'), [
    "return applied.started ? { kind: 'repeated' } : { kind: 'admitted' };",
    "return { kind: 'admitted' };",
  ]),
  edit('admission: other content is taken for a repetition', tenants('admissionTable'), [
    'applied.source === source && applied.content === content;',
    'applied.source === source;',
  ]),
  edit('admission: a repetition is refused', tenants('admissionTable'), [
    'applied.source === source && applied.content === content;',
    "applied.source === '';",
  ]),
  edit('admission: a partner names a form’s registration', onboarding('startOnboarding'), [
    "if (namesAnothers(application)) return refusedFor('RegistrationIdInUse');",
    '',
  ]),
  edit('admission: nobody hears of a refusal', onboarding('startOnboarding'), [
    'await tellRefusal(ports.publish, detail, { source, reason, message });',
    'await Promise.resolve({ source, reason, message });',
  ]),
  edit('queue: a registration that failed is not tried again', shared('eachQueued'), [
    'return [{ itemIdentifier: messageId }];',
    'return [];',
  ]),
];

const olderFact = edit(
  'condition: an older fact overwrites a newer one',
  registration('registrationFacts'),
  ['} < :', '} <> :'],
);

/** What a registration’s row says. */
const projection: readonly Mutant[] = [
  olderFact,
  edit('projection: outcomes are recorded whoever’s they are', registration('registrationFacts'), [
    'registeredEventId === undefined\n    ?',
    "registeredEventId !== ''\n    ?",
  ]),
  edit('projection: whoever is seen first keeps the row', registration('registrationFacts'), [
    'fact.settles ? displaceSignUp : keepSignUp',
    'keepSignUp',
  ]),
  edit(
    'projection: what the admitted one has said is forgotten',
    registration('registrationFacts'),
    [
      'fact.settles ? displaceSignUp : keepSignUp',
      'fact.settles ? displaceSignUp : async () => ({})',
    ],
  ),
  edit('projection: the name of one who was not admitted stays taken', registration('projection'), [
    'if (displacedName !== undefined) await',
    'if (displacedName === null) await',
  ]),
  edit('projection: whoever names another’s registration fails it', registration('projection'), [
    "if (reason !== 'RegistrationIdInUse') await",
    "if (reason !== '') await",
  ]),
  // Facts are ordered by their ids: of a tenant that is gone, its failure is the newest.
  and(
    olderFact,
    edit('projection: a tenant that is gone is recorded', registration('projection'), [
      "  const standing = standingOf(detail, await ports.routeOf(tenantId));\n  if (standing !== 'standing') {",
      "  const standing = standingOf(detail, await ports.routeOf(tenantId));\n  if (standing === '') {",
    ]),
  ),
  and(
    olderFact,
    edit('projection: an admin of a tenant that is gone is recorded', registration('projection'), [
      "  const standing = standingFor(metadata, await ports.routeOf(tenantId));\n  if (standing !== 'standing') {",
      "  const standing = standingFor(metadata, await ports.routeOf(tenantId));\n  if (standing === '') {",
    ]),
  ),
];

/** What the sign-up form and the names need. */
const form: readonly Mutant[] = [
  edit('condition: a taken name is registered again', registration('commitRegistration'), [
    "const put = (Item: object, free = 'attribute_not_exists(pk)')",
    `const put = (Item: object, free = ${ALWAYS})`,
  ]),
  edit(
    'condition: a repeated request is another registration',
    registration('commitRegistration'),
    ['    ...(once\n      ? [', '    ...(once && once.key === ""\n      ? ['],
  ),
  edit('condition: a repeated sign-up is another one', registration('requestedSignUps'), [
    '} <= :now OR registrationId',
    '} > :now OR registrationId',
  ]),
  edit('condition: a name is taken from whoever holds it', registration('registrationNames'), [
    `${MINE}Item`,
    `${ANYBODYS}Item`,
  ]),
  edit('condition: a failed registration takes its name again', registration('registrationNames'), [
    '`NOT (',
    '`attribute_exists(pk) OR NOT (',
  ]),
  edit('condition: whoever’s name is given back', registration('registrationNames'), [
    `${MINE}Key: nameKey(tenantName),\n      };\n      await writeAll(documents, [check(`,
    `${ANYBODYS}Key: nameKey(tenantName),\n      };\n      await writeAll(documents, [check(`,
  ]),
  edit('guard: a failed registration keeps its name', registration('commitRegistration'), [
    "!['failed', 'offboarded'].includes(statusOf(holder))",
    "!['offboarded'].includes(statusOf(holder))",
  ]),
  edit('guard: a name that is not given back yet is given up', registration('projection'), [
    "if (held === 'heldByAnother') throw",
    'if (held === undefined) throw',
  ]),
  edit('outbox: a registration is not marked as unpublished', registration('commitRegistration'), [
    '{ ...registration, settled: true, [outbox.partition]: outbox.pending }',
    '{ ...registration, settled: true }',
  ]),
];

/** Whose a registration is, and what it says. */
export const registrationMutants: readonly Mutant[] = [...admission, ...projection, ...form];
