import { aTenant, HOUR, intervened, meets, type Race, race, SECOND } from './race.ts';

const PROJECTION = 'registration/projectEvents';

/** Several who want one registration, one tenant or one name. */
export const registrationRaces: readonly Race[] = [
  // A partner's tenant fails, and its route cannot be removed. The partner registers the same tenant
  // anew; then operators replay the first registration, which begins by removing that route.
  race(
    'a tenant is registered anew while its route is stuck',
    [
      meets('lost', ['provisioning/onboarding/writeRoute.run dynamodb:PutItem', 1]),
      meets('denied', ['provisioning/onboarding/writeRoute.run dynamodb:PutItem', 2]),
      meets('denied', ['provisioning/onboarding/writeRoute.undo dynamodb:DeleteItem', 1], 100),
    ],
    [
      { ...aTenant, by: 'partner' },
      { ...aTenant, by: 'partner', at: HOUR + HOUR / 2, tenantOf: 0 },
    ],
  ),
  // A tenant fails, and the function that tells of it dies before it gives the name back; it is tried again
  // a minute later. Meanwhile somebody signs up by that name.
  race(
    'a failed tenant’s name is wanted before it is given back',
    [
      meets('denied', ['provisioning/onboarding/createApiKey.run apigateway:CreateApiKey', 1], 100),
      meets('crashBefore', ['registration/projectEvents dynamodb:TransactWriteItems', 2]),
    ],
    [aTenant, { ...aTenant, at: HOUR / 120, adminEmail: 'other@example.com' }],
  ),
  // A partner registers, and hears no answer: its next event says something else of the same registration,
  // which is refused. The registrations hear of that one first, and then of the first one's tenant.
  intervened(
    race(
      'a registration that is refused is heard of before the one that is admitted',
      [
        meets('late', [`events invokes ${PROJECTION}`, 1]),
        meets('silent', ['provisioning/onboarding/createApiKey.run apigateway:CreateApiKey', 1]),
      ],
      [{ ...aTenant, by: 'partner' }],
    ),
    [{ kind: 'otherContent', phase: 'during', after: SECOND, which: 0 }],
  ),
  // The same, and the first one fails.
  intervened(
    race(
      'a registration that is refused is heard of before the one that fails',
      [
        meets('late', [`events invokes ${PROJECTION}`, 1]),
        meets('silent', ['provisioning/onboarding/createApiKey.run apigateway:CreateApiKey', 1]),
        meets(
          'denied',
          ['provisioning/onboarding/createApiKey.run apigateway:CreateApiKey', 2],
          100,
        ),
      ],
      [{ ...aTenant, by: 'partner' }],
    ),
    [{ kind: 'otherContent', phase: 'during', after: SECOND, which: 0 }],
  ),
  // The starter hears late of what a partner has registered, so that the partner's next event, which says
  // something else, is admitted. The registrations hear of both in their order, and then that it fails.
  intervened(
    race(
      'the second of two registrations is admitted, and fails',
      [
        meets('late', ['events queues for provisioning/onboarding/startOnboarding', 1]),
        meets(
          'denied',
          ['provisioning/onboarding/createApiKey.run apigateway:CreateApiKey', 1],
          100,
        ),
      ],
      [{ ...aTenant, by: 'partner' }],
    ),
    [{ kind: 'otherContent', phase: 'during', after: SECOND, which: 0 }],
  ),
  // Somebody signs up by the form, and the starter hears of it late. Meanwhile a partner names that
  // registration for a tenant of its own.
  intervened(
    race('a form’s registration is named by a partner before it is admitted', [
      meets('late', ['events queues for provisioning/onboarding/startOnboarding', 1]),
    ]),
    [{ kind: 'othersRegistration', phase: 'during', after: SECOND, which: 0 }],
  ),
  // The starter waits for the claims of what a partner has registered. Meanwhile another event names that
  // registration for a tenant of its own, and is admitted.
  intervened(
    race(
      'two tenants of one registration are decided at the same moment',
      [meets('silent', ['provisioning/onboarding/startOnboarding dynamodb:TransactWriteItems', 1])],
      [{ ...aTenant, by: 'partner' }],
    ),
    [{ kind: 'othersRegistration', phase: 'during', after: SECOND, which: 0 }],
  ),
  // A partner hears no answer and registers again, at once and later.
  intervened(race('a partner says the same again', [], [{ ...aTenant, by: 'partner' }]), [
    { kind: 'partnerRetry', phase: 'during', after: SECOND, which: 0 },
    { kind: 'partnerRetry', phase: 'after', after: 100 * 24 * HOUR, which: 0 },
  ]),
];
