import { personRaces } from './personRaces.ts';
import { aTenant, HOUR, intervened, meets, type Race, race, SECOND } from './race.ts';
import { registrationRaces } from './registrationRaces.ts';
import { statusRaces } from './statusRaces.ts';

const CREATE_ADMIN = 'identity/createTenantAdmin';
const ADMIN_ASKED = `events invokes ${CREATE_ADMIN}`;
const PUBLISH = 'provisioning/onboarding/publishTenantProvisioned.run events:PutEvents';
const ATTACH = 'provisioning/onboarding/createApiKey.run apigateway:CreateUsagePlanKey';

/** Runs that chance hardly ever finds, each made for one safeguard. */
export const races: readonly Race[] = [
  // TenantProvisioned comes twice. Both deliveries fail twice; then one dies for good, so that the tenant
  // is rolled back, while the other waits for Cognito and only afterwards makes its user.
  race('an admin is made while the tenant is rolled back', [
    meets('twice', [`events invokes ${CREATE_ADMIN}`, 1]),
    meets('crashBefore', [`${CREATE_ADMIN} dynamodb:GetItem`, 1], 4),
    meets('silent', [`${CREATE_ADMIN} cognito-idp:AdminCreateUser`, 1], 2),
    meets('crashBefore', [`${CREATE_ADMIN} dynamodb:GetItem`, 6]),
  ]),
  // The first admin cannot be made. That is decided, and cannot be told; the event is redriven.
  race('the failure of a first admin is decided and not told', [
    meets('denied', [`${CREATE_ADMIN} cognito-idp:AdminCreateUser`, 1], 100),
    meets('denied', ['identity/reportUserCreationFailure events:PutEvents', 1], 100),
  ]),
  // The last mail of the day was sent before the first admin's invitation; a quarter of an hour later mail goes out again.
  race('no mail goes out when the first admin is invited', [
    meets('outOfMail', [`${CREATE_ADMIN} cognito-idp:AdminCreateUser`, 1], 3),
  ]),
  // A tenant's admin is made, but that is never decided; the tenant is rolled back, but for its route, which
  // keeps its users. The replay makes a new admin, in a new pool or in the one that tenants share.
  ...(['platinum', 'basic'] as const).map((tier) =>
    race(
      `a ${tier} tenant is made anew beside what is left of its first admin`,
      [
        meets('crashBefore', [`${CREATE_ADMIN} dynamodb:PutItem`, 1], 3),
        meets('denied', ['provisioning/onboarding/writeRoute.undo dynamodb:DeleteItem', 1], 100),
      ],
      [{ ...aTenant, tier }],
    ),
  ),
  // The same, and the rollback succeeds.
  race('a tenant is rolled back when its first admin was made, but that was not decided', [
    meets('crashBefore', [`${CREATE_ADMIN} dynamodb:PutItem`, 1], 3),
  ]),
  // A tenant is announced, and its saga hears that late. Its admin cannot be made, and the rollback waits for
  // the saga; an operator stops that, the replay fails, and another one makes the tenant anew. The rollback's
  // next try finds the new tenant, which nobody uses yet.
  intervened(
    race('a tenant was made anew when its rollback is tried again', [
      meets('lost', [PUBLISH, 1]),
      meets('silent', [PUBLISH, 2], 23),
      meets('denied', [`${CREATE_ADMIN} cognito-idp:AdminCreateUser`, 1], 3),
      meets('late', [ADMIN_ASKED, 2], 2),
      meets('denied', [ATTACH, 2]),
    ]),
    [
      { kind: 'stopAndReplay', phase: 'during', after: 185 * SECOND, which: 0 },
      { kind: 'replay', phase: 'during', after: 200 * SECOND, which: 0 },
    ],
  ),
  // An operator undoes a tenant before it has an admin, so that nothing is decided of its admin. Operators
  // replay its saga, which makes it anew; then the first TenantProvisioned comes again.
  intervened(
    race('a tenant was made anew when its first TenantProvisioned comes again', [
      meets('late', [ADMIN_ASKED, 1]),
    ]),
    [
      { kind: 'undoInItsName', phase: 'during', after: 2 * SECOND, which: 0 },
      {
        kind: 'redeliver',
        event: 'TenantProvisioned',
        phase: 'after',
        after: HOUR,
        which: 0.00099,
      },
    ],
  ),
  // Nobody can note the first user of a tenant; meanwhile a run undoes it in its own name.
  intervened(
    race('a tenant is undone in its name before its first user is noted', [
      meets('denied', ['provisioning/tenants/noteUser dynamodb:UpdateItem', 1], 100),
    ]),
    [{ kind: 'undoInItsName', phase: 'during', after: 10 * SECOND, which: 0 }],
  ),
  // The first admin cannot be made, and the rollback for that dies. An operator makes an admin by hand, so
  // that the tenant is in use; a day later the dead rollback is redriven.
  intervened(
    race('a dead rollback is redriven when the tenant has an admin', [
      meets('denied', [`${CREATE_ADMIN} cognito-idp:AdminCreateUser`, 1], 100),
      meets('denied', ['provisioning/onboarding/rollBackOnboarding states:StartExecution', 1], 100),
    ]),
    [
      { kind: 'adminByHand', phase: 'before', after: HOUR, which: 0 },
      { kind: 'replayEvery', phase: 'before', after: 24 * HOUR, which: 0 },
    ],
  ),
  // A tenant fails, and its table cannot be removed. The partner's retry makes the tenant after all; a day
  // later operators replay the first run, which begins by removing that table.
  intervened(
    race(
      'a stuck run is replayed when the tenant was made by another',
      [
        meets('lost', ['provisioning/onboarding/writeRoute.run dynamodb:PutItem', 1]),
        meets('denied', ['provisioning/onboarding/writeRoute.run dynamodb:PutItem', 2]),
        meets(
          'denied',
          ['provisioning/onboarding/createDataStore.undo dynamodb:DeleteTable', 1],
          100,
        ),
      ],
      [{ ...aTenant, by: 'partner', tier: 'platinum' }],
    ),
    [
      { kind: 'partnerRetry', phase: 'before', after: HOUR, which: 0 },
      { kind: 'replay', phase: 'before', after: 24 * HOUR, which: 0.999 },
    ],
  ),
  // A tenant without an admin is rolled back, and made anew by a replay; then all old events come again.
  intervened(
    race('a tenant was made anew when its first failure comes again', [
      meets('denied', [`${CREATE_ADMIN} cognito-idp:AdminCreateUser`, 1], 100),
    ]),
    [
      { kind: 'redeliver', event: 'TenantProvisioned', phase: 'after', after: HOUR, which: 0.9 },
      { kind: 'redeliver', event: 'UserCreationFailed', phase: 'after', after: HOUR, which: 0.9 },
      {
        kind: 'redeliver',
        event: 'TenantProvisioningFailed',
        phase: 'after',
        after: HOUR,
        which: 0.9,
      },
      {
        kind: 'redeliver',
        event: 'TenantRegistered',
        phase: 'after',
        after: 100 * 24 * HOUR,
        which: 0.9,
      },
    ],
  ),
  // The first admin was made, announced and found again, while the last try at it fails.
  race('an admin who was announced has failed as well', [
    meets('twice', [`events invokes ${CREATE_ADMIN}`, 1]),
    meets('crashBefore', [`${CREATE_ADMIN} dynamodb:GetItem`, 1]),
    meets('crashAfter', [`${CREATE_ADMIN} events:PutEvents`, 1], 100),
  ]),
  // A tenant is announced, and its saga never hears that. Its admin is announced, too, but not yet noted, when
  // an operator stops the saga and replays it.
  intervened(
    race('a saga that has announced its tenant is stopped and replayed', [
      meets('lost', [PUBLISH, 1]),
      meets('late', ['events invokes provisioning/tenants/noteUser', 1]),
    ]),
    [{ kind: 'stopAndReplay', phase: 'during', after: 2 * SECOND, which: 0 }],
  ),
  // The same, but the admin is noted, and people use the tenant, before the operator stops its saga.
  intervened(
    race('the saga of a tenant in use is stopped and replayed', [meets('lost', [PUBLISH, 1])]),
    [{ kind: 'stopAndReplay', phase: 'during', after: 4 * SECOND, which: 0 }],
  ),
  // The same, and the admin is noted while the replay waits for API Gateway: it finds the tenant in use.
  intervened(
    race('a tenant’s first user is noted while its saga is replayed', [
      meets('lost', [PUBLISH, 1]),
      meets('silent', ['provisioning/tenants/noteUser dynamodb:UpdateItem', 1]),
      meets('silent', [
        'provisioning/onboarding/createApiKey.run apigateway:CreateUsagePlanKey',
        2,
      ]),
    ]),
    [{ kind: 'stopAndReplay', phase: 'during', after: SECOND, which: 0 }],
  ),
  // One answer of API Gateway's never comes. What it was about is there: the step is tried again, and finds it.
  ...['CreateApiKey', 'CreateUsagePlanKey'].map((operation) =>
    race(`nobody hears of ${operation}`, [
      meets('lost', [`provisioning/onboarding/createApiKey.run apigateway:${operation}`, 1]),
    ]),
  ),
  // The first admin cannot be made, and the rollback for that dies. Once it is decided that it has failed, an
  // operator asks for an admin by hand, and the function dies whenever it has made one.
  intervened(
    race('an admin is made by hand for a tenant whose first one has failed', [
      meets('denied', [`${CREATE_ADMIN} cognito-idp:AdminCreateUser`, 1], 100),
      meets('denied', ['provisioning/onboarding/rollBackOnboarding states:StartExecution', 1], 100),
      meets('crashBefore', ['identity/users dynamodb:TransactWriteItems', 1], 100),
    ]),
    [{ kind: 'adminByHand', phase: 'during', after: 400 * SECOND, which: 0 }],
  ),
  // A tenant waits for its first admin, so that nobody uses it yet, when somebody starts the state machine
  // for it in another event's name, or in its own.
  ...(['undoByHand', 'runByHand', 'redoByHand', 'undoInItsName'] as const).map((kind) =>
    intervened(
      race(`${kind} of a tenant that waits for its admin`, [
        meets('silent', [`${CREATE_ADMIN} cognito-idp:AdminCreateUser`, 1]),
      ]),
      [{ kind, phase: 'during', after: 2 * SECOND, which: 0 }],
    ),
  ),
  ...registrationRaces,
  ...personRaces,
  ...statusRaces,
];
