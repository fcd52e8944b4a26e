import type { Facts } from './facts.ts';

type Row = Facts['members'][number];

const kindOf = ({ pk }: Row): string => pk.slice(0, pk.indexOf('#'));

const ofKind = ({ members }: Facts, ...kinds: string[]): Row[] =>
  members.filter((row) => kinds.includes(kindOf(row)));

/** A tenant's memberships. */
export const membersOf = (facts: Facts, tenantId: string): Row[] =>
  ofKind(facts, 'member').filter((row) => row.tenantId === tenantId);

/** The user in Cognito by which a member signs in. */
export const userOf = ({ users }: Facts, { userPoolId, username }: Row) =>
  users.find((user) => user.poolId === userPoolId && user.username === username);

type Person = Pick<Row, 'userPoolId' | 'email'>;

const isSame = (one: Person, other: Person): boolean =>
  one.userPoolId === other.userPoolId && one.email === other.email;

const personViolations = (facts: Facts, person: Row): string[] => {
  if (person.closing !== undefined) return [`${person.pk} is still closing`];
  if (person.moving !== undefined) return [`${person.pk} is still moving`];
  const counted = [...(person.memberships ?? [])].sort();
  const own = ofKind(facts, 'member', 'joining').filter((row) => isSame(row, person));
  const actual = own.map(({ membershipId }) => membershipId ?? '').sort();
  return counted.join() === actual.join()
    ? []
    : [`${person.pk} counts ${counted.join(', ')}, and has ${actual.join(', ')}`];
};

const memberViolations = (facts: Facts, member: Row): string[] => {
  const isCounted = ofKind(facts, 'person').some((person) => isSame(person, member));
  const user = userOf(facts, member);
  const address = user?.attributes['email'];
  return [
    ...(isCounted ? [] : [`${member.pk} is of nobody who is counted`]),
    ...(user ? [] : [`${member.pk} has no user`]),
    ...(user && address !== member.email
      ? [`${member.pk} is at ${member.email}, and signs in by ${address}`]
      : []),
    ...(member.leaving ? [`${member.pk} is still leaving`] : []),
  ];
};

/** Beginnings of tenants whose route could not be removed: they wait for an operator, as all of such a tenant. */
const awaitingUndo = (facts: Facts): Row[] => {
  const stuck = new Set(
    facts.registrations
      .filter(({ registration }) => registration.failure?.stuck.includes('WriteRoute'))
      .map(({ registration }) => registration.tenantId),
  );
  return ofKind(facts, 'joining').filter(({ tenantId }) => stuck.has(tenantId));
};

/** Users of pools that tenants use: a pool that is stuck keeps its own. */
const strayUsers = (facts: Facts): string[] => {
  const begun = awaitingUndo(facts);
  const isBegun = ({ poolId, attributes }: Facts['users'][number]) =>
    begun.some((row) => row.userPoolId === poolId && row.email === attributes['email']);
  const used = new Set(facts.routes.map(({ userPoolId }) => userPoolId));
  const members = ofKind(facts, 'member');
  return facts.users
    .filter(({ poolId }) => used.has(poolId))
    .filter((user) => !isBegun(user))
    .filter((user) => !members.some((member) => userOf(facts, member) === user))
    .map(({ username, poolId }) => `the user ${username} in ${poolId} is no member anywhere`);
};

const isBusy = (row: Row): boolean =>
  kindOf(row) === 'joining' ||
  [row.closing, row.moving, row.leaving].some((since) => since !== undefined);

/** Without people who join, move or leave at the moment: their rows and users are at some point of their way. */
export const withoutBusyPeople = (facts: Facts): Facts => {
  const busy = facts.members.filter(isBusy);
  const isOfBusy = (person: Person) => busy.some((row) => isSame(row, person));
  return {
    ...facts,
    members: facts.members.filter((row) => !isOfBusy(row)),
    users: facts.users.filter(
      ({ poolId, attributes }) => !isOfBusy({ userPoolId: poolId, email: attributes['email'] }),
    ),
  };
};

/** What is wrong with people, once all is done: who is a member is counted, has one user, and nobody else has. */
export const peopleViolations = (facts: Facts): string[] => [
  ...ofKind(facts, 'joining')
    .filter((row) => !awaitingUndo(facts).includes(row))
    .map(({ pk }) => `${pk} was begun and not ended`),
  ...ofKind(facts, 'person').flatMap((person) => personViolations(facts, person)),
  ...ofKind(facts, 'member').flatMap((member) => memberViolations(facts, member)),
  ...strayUsers(facts),
];
