import { ALWAYS, edit, identity, type Mutant } from './mutant.ts';

/** How users become members of their tenants. */
export const userMutants: readonly Mutant[] = [
  edit('condition: a member is added twice', identity('memberTable'), [
    "ConditionExpression: 'attribute_not_exists(pk)' } };",
    `ConditionExpression: ${ALWAYS} } };`,
  ]),
  edit('guard: a user who is there already is no user of the tenant', identity('cognitoUsers'), [
    'client.send(creation(user)).catch(nameIsUsed);',
    'client.send(creation(user));',
  ]),
  edit('guard: a user from before is the new tenant’s', identity('cognitoUsers'), [
    'if (madeForOf(UserAttributes) !== madeFor) return',
    "if (madeForOf(UserAttributes) === '') return",
  ]),
  edit('guard: members from before the tenant was made anew stay', identity('enrol'), [
    'if (isFirst) await forgetEarlier(members, user);',
    '',
  ]),
];
