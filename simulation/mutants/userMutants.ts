import { ALWAYS, edit, identity, type Mutant } from './mutant.ts';

/** How people become members of tenants. */
export const userMutants: readonly Mutant[] = [
  edit(
    'guard: a user who is there already is nobody whom a tenant can invite',
    identity('cognitoUsers'),
    ['client.send(create).catch(nameIsUsed)', 'client.send(create)'],
  ),
  edit('guard: members from before the tenant was made anew stay', identity('enrol'), [
    'if (isFirst) await forgetEarlier(ports, user);',
    '',
  ]),
  edit('person: the last membership leaves its user', identity('people'), [
    "if (person) await finishClosing(ports, person);\n  return 'ended';",
    "return 'ended';",
  ]),
  edit('person: memberships are not counted', identity('personTable'), [
    "ConditionExpression: 'contains(memberships, :one) AND size(memberships) > :last'",
    "ConditionExpression: 'contains(memberships, :one) AND size(memberships) > :last AND attribute_exists(nothing)'",
  ]),
  edit('person: one membership of several ends all', identity('personTable'), [
    "ConditionExpression: 'contains(memberships, :one) AND size(memberships) = :last'",
    "ConditionExpression: 'contains(memberships, :one) AND size(memberships) >= :last'",
  ]),
  edit('person: somebody joins whose user is being deleted', identity('personTable'), [
    "ConditionExpression: 'attribute_not_exists(closing)'",
    `ConditionExpression: ${ALWAYS}`,
  ]),
  edit('person: a membership is counted for nobody', identity('memberTable'), [
    "ConditionExpression: 'contains(memberships, :me)'",
    `ConditionExpression: ${ALWAYS}`,
  ]),
  edit('person: a user stays whose membership was ended while it was made', identity('enrol'), [
    '  await removeJoining(ports)(joining);\n  throw',
    '  throw',
  ]),
  edit('person: whoever is being removed is taken for a member', identity('enrol'), [
    'known.madeFor === user.madeFor && !known.leaving',
    'known.madeFor === user.madeFor',
  ]),
];
