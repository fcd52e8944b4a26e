import type { Act, Guest } from './crowd.ts';
import { aTenant, meets, type Race, race, SECOND } from './race.ts';

const act = (kind: Act['kind'], after: number, once = false): Act => ({ kind, after, once });

const ADA = 'person-0@example.com';

/** The same run, and these come and go in its tenants. */
const visited = ({ name, task }: Race, crowd: Guest[]): Race => ({
  name,
  task: { ...task, ...(task.listed && { listed: { ...task.listed, crowd } }) },
});

const twoTenants = [aTenant, { ...aTenant, tenantName: 'Beta', adminEmail: 'beta@example.com' }];

/** One of them is between the moment in which a closing notes its user and the one in which that user is gone. */
const MOMENTS_MS = Array.from({ length: 15 }, (_, index) => 100 * index);

/** Runs about people that chance hardly ever finds, each made for one safeguard. */
export const personRaces: readonly Race[] = [
  // A removal is cut off before its user is deleted, and the person is invited again before the relay finishes it.
  visited(
    race('somebody is invited again whose removal was cut off', [
      meets('crashBefore', ['identity/users cognito-idp:AdminDeleteUser', 1]),
    ]),
    [{ email: ADA, signUp: 0, acts: [act('invite', 0), act('remove', 0, true), act('invite', 0)] }],
  ),
  // The last membership of a person ends, and its user cannot be deleted for a second. Meanwhile another tenant
  // invites the person, at one moment or another.
  ...MOMENTS_MS.map((moment) =>
    visited(
      race(
        `somebody is invited while its user is being deleted, after ${moment} ms`,
        [meets('throttled', ['identity/users cognito-idp:AdminDeleteUser', 1], 2)],
        twoTenants,
      ),
      [
        { email: ADA, signUp: 0, acts: [act('invite', 5 * SECOND), act('remove', 5 * SECOND)] },
        { email: ADA, signUp: 1, acts: [act('invite', 10 * SECOND + moment)] },
      ],
    ),
  ),
];
