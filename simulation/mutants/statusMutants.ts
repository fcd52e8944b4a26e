import { edit, identity, type Mutant, registration, shared, tenants } from './mutant.ts';

/** How a tenant is switched off and on. */
export const statusMutants: readonly Mutant[] = [
  edit('status: nobody tells the bus what a crash has kept from it', tenants('relayStatus'), [
    'if (route) await ports.announce(route);',
    'if (route) await Promise.resolve(ports.announce.length);',
  ]),
  edit(
    'status: a change is taken for told when the bus has refused it',
    tenants('announceStatus'),
    [
      "if (result.status === 'rejected') throw result.reason;",
      "if (result.status === 'told') throw result.reason;",
    ],
  ),
  edit('status: what came while the bus was told is forgotten', tenants('routeChanges'), [
    "ConditionExpression: 'statusChange.eventId = :newest'",
    "ConditionExpression: 'attribute_exists(statusChange) OR statusChange.eventId = :newest'",
  ]),
  edit('status: two changes take one number', tenants('routeChanges'), [
    "'attribute_not_exists(statusChange)'",
    "'attribute_exists(tenantId)'",
  ]),
  edit('status: a member of a suspended tenant is let in', identity('signIn/admitMember'), [
    "if (route && route.status !== 'active')",
    "if (route && route.status === 'erasing')",
  ]),
  edit('status: who was suspended once stays so', registration('projection'), [
    "active: 'activated'",
    "active: 'deactivated'",
  ]),
  edit('status: a change that another followed contradicts', shared('present'), [
    ': metadata.sequence < sequence;',
    ': metadata.sequence < 0 * sequence;',
  ]),
];
