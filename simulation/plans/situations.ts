import type { Deployment } from '../../events/fields.ts';
import type { Mishap } from './plan.ts';

const FOR_GOOD = 1_000_000;

const saga = (call: string): string => `provisioning/onboarding/${call}`;

const denied = (place: string, occurrence = 1): Mishap => ({
  place,
  occurrence,
  times: FOR_GOOD,
  fate: 'denied',
});

/** What undoes each thing that a saga makes, by the deployment that has it. */
const UNDOS: readonly (readonly [what: string, only: Deployment | undefined, call: string])[] = [
  ['route', undefined, 'writeRoute.undo dynamodb:DeleteItem'],
  ['table', 'silo', 'createDataStore.undo dynamodb:DeleteTable'],
  ['key', undefined, 'createApiKey.undo apigateway:DeleteApiKey'],
  ['client', 'pool', 'createIdentity.undo cognito-idp:DeleteUserPoolClient'],
  ['pool', 'silo', 'createIdentity.undo cognito-idp:DeleteUserPool'],
  ['claims', undefined, 'claimTenant.undo dynamodb:DeleteItem'],
];

/** The route is written, and nobody hears of it: all that follows is undone. */
const LATE_FAILURE: readonly Mishap[] = [
  {
    place: saga('writeRoute.run dynamodb:PutItem'),
    occurrence: 1,
    times: 1,
    fate: 'lost',
  },
  denied(saga('writeRoute.run dynamodb:PutItem'), 2),
];
const NO_ADMIN = denied('identity/createTenantAdmin cognito-idp:AdminCreateUser');
const NO_ROLLBACK = denied(saga('rollBackOnboarding states:StartExecution'));

/** Where a tenant is when somebody intervenes, and what brings it there. */
export type Situation = { name: string; mishaps: readonly Mishap[] };

/** The situations of a tenant of one deployment. */
export const situationsOf = (deployment: Deployment): Situation[] => {
  const stuck = UNDOS.filter(([, only]) => only === undefined || only === deployment);
  return [
    { name: 'active', mishaps: [] },
    { name: 'failed', mishaps: [denied(saga('createApiKey apigateway:CreateApiKey'))] },
    { name: 'without an admin', mishaps: [NO_ADMIN] },
    { name: 'without an admin, its rollback dead', mishaps: [NO_ADMIN, NO_ROLLBACK] },
    ...stuck.map(([what, , call]) => ({
      name: `with a stuck ${what}`,
      mishaps: [...LATE_FAILURE, denied(saga(call))],
    })),
  ];
};
