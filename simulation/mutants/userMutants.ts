import { ALWAYS, and, edit, identity, type Mutant } from './mutant.ts';

/** The relay ends every closing, so that no run is different where the removal itself does not. */
const unfinishedClosings = edit(
  'person: nobody finishes a closing that was cut off',
  identity('finishRemovals'),
  ['finishClosing(await inPoolOf(ports, { ...person, tenantId }), person),', 'void tenantId,'],
);

/** How people become members of tenants. */
export const userMutants: readonly Mutant[] = [
  edit(
    'guard: a user who is there already is nobody whom a tenant can invite',
    identity('cognitoUsers'),
    ['client.send(create).catch(nameIsUsed)', 'client.send(create)'],
  ),
  edit('mail: a tenant is undone while no mail goes out', identity('createTenantAdmin'), [
    '.catch(outOfMail)',
    '',
  ]),
  edit('guard: a failure that was decided and not told stays so', identity('createTenantAdmin'), [
    "if (enrolled.kind === 'tenantGone') await ports.fail(event, GIVEN_UP);",
    '',
  ]),
  edit('guard: members from before the tenant was made anew stay', identity('enrol'), [
    'if (isFirst) await forgetEarlier(ports, user);',
    '',
  ]),
  and(
    unfinishedClosings,
    edit('person: the last membership leaves its user', identity('people'), [
      'if (person) await finishUnderWay(ports, person);\n  const { moving',
      'const { moving',
    ]),
  ),
  edit('person: memberships are not counted', identity('personTable'), [
    'size(memberships) > :last AND',
    'size(memberships) > :last AND attribute_exists(nothing) AND',
  ]),
  edit('person: somebody joins whose user is being deleted', identity('personTable'), [
    "const NOT_CLOSING = 'attribute_not_exists(closing) OR unfinished = :closed'",
    "const NOT_CLOSING = 'attribute_not_exists(closing) OR unfinished = :closed OR attribute_exists(pk)'",
  ]),
  edit('person: a membership is counted for nobody', identity('memberTable'), [
    "ConditionExpression: 'contains(memberships, :me)'",
    `ConditionExpression: ${ALWAYS}`,
  ]),
  edit('person: whoever is being removed is taken for a member', identity('enrol'), [
    'known.madeFor === user.madeFor && !known.leaving',
    'known.madeFor === user.madeFor',
  ]),
  edit('person: nobody finishes a removal that was cut off', identity('finishRemovals'), [
    'removeMember(await inPoolOf(ports, member))(member),',
    'void member,',
  ]),
  edit('person: nobody takes back a beginning that was cut off', identity('finishRemovals'), [
    'removeJoining(await inPoolOf(ports, joining))(joining),',
    'void joining,',
  ]),
  unfinishedClosings,
  edit(
    'person: a membership stays at the address that its person has left',
    identity('finishMove'),
    ['await ports.members.readdress({ tenantId, username }, move);', ''],
  ),
  edit('person: somebody joins who is just moving', identity('personTable'), [
    'ConditionExpression: `(',
    'ConditionExpression: `attribute_exists(moving) OR (',
  ]),
  edit('person: nobody finishes a move that was cut off', identity('finishRemovals'), [
    'await finishMove(await inPoolOf(ports, { ...move, tenantId }))(move);',
    'void tenantId;',
  ]),
  edit('person: a user stays that was made after its person was closed', identity('people'), [
    'const isBack = await deleteUser(ports, person, closing);',
    'const isBack = false;',
  ]),
];
