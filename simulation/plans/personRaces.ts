import type { Act, Guest } from './crowd.ts';
import { aTenant, meets, type Race, race, SECOND } from './race.ts';

const act = (kind: Act['kind'], after: number, once = false): Act => ({ kind, after, once });

const ADA = 'person-0@example.com';
/** Who moves. */
const BOB = 'person-0@old.example';

/** The same run, and these come and go in its tenants. */
const visited = ({ name, task }: Race, crowd: Guest[]): Race => ({
  name,
  task: { ...task, ...(task.listed && { listed: { ...task.listed, crowd } }) },
});

const twoTenants = [aTenant, { ...aTenant, tenantName: 'Beta', adminEmail: 'beta@example.com' }];

/** Moments of an invitation: at one of them or another, what it is to meet is under way. */
const MOMENTS_MS = Array.from({ length: 15 }, (_, index) => 100 * index);

/** Another tenant invites somebody while this call about its user waits for a second. */
const invitedDuring = (what: Act['kind'], operation: string, email: string): Race[] =>
  MOMENTS_MS.map((moment) =>
    visited(
      race(
        `somebody is invited during a ${what}, after ${moment} ms`,
        [meets('throttled', [`identity/users cognito-idp:${operation}`, 1], 2)],
        twoTenants,
      ),
      [
        { email, signUp: 0, acts: [act('invite', 5 * SECOND), act(what, 5 * SECOND)] },
        { email, signUp: 1, acts: [act('invite', 10 * SECOND + moment)] },
      ],
    ),
  );

/** Runs about people that chance hardly ever finds, each made for one safeguard. */
export const personRaces: readonly Race[] = [
  // A removal is cut off before its user is deleted, and the person is invited again before the relay finishes it.
  visited(
    race('somebody is invited again whose removal was cut off', [
      meets('crashBefore', ['identity/users cognito-idp:AdminDeleteUser', 1]),
    ]),
    [{ email: ADA, signUp: 0, acts: [act('invite', 0), act('remove', 0, true), act('invite', 0)] }],
  ),
  // Somebody's change of address is cut off, and nobody asks again.
  visited(
    race('a change of address is cut off', [
      meets('crashBefore', ['identity/users cognito-idp:AdminUpdateUserAttributes', 1]),
    ]),
    [{ email: BOB, signUp: 0, acts: [act('invite', 0), act('move', 0, true)] }],
  ),
  // The last membership of a person ends, or a person changes its address; its user cannot be deleted or changed
  // for a second.
  ...invitedDuring('remove', 'AdminDeleteUser', ADA),
  ...invitedDuring('move', 'AdminUpdateUserAttributes', BOB),
];
