import { TransientError } from '#shared/errors.ts';
import { finishMove, type MovePorts } from './finishMove.ts';
import type { Member, Members } from './member.ts';
import type { Address, Ending, Joining, JoiningId, People, Person } from './person.ts';

export type PeoplePorts = MovePorts & { people: People; newUlid(): string };

export type RemovePorts = PeoplePorts & { members: Pick<Members, 'get' | 'readdress' | 'remove'> };

/** The same, where pools other than this one are gone, or will be, with all their users. */
export const inPool = <Ports extends PeoplePorts>(ports: Ports, userPoolId: string): Ports => ({
  ...ports,
  cognito: {
    ...ports.cognito,
    find: async (address: Address) =>
      address.userPoolId === userPoolId ? ports.cognito.find(address) : undefined,
    changeAddress: async (place, to) =>
      place.userPoolId === userPoolId ? ports.cognito.changeAddress(place, to) : 'changed',
  },
});

/** Meetings in mid-air that one call settles; the next call settles the rest. */
const ATTEMPTS = 3;

/** What comes of an attempt; one that met another change has no answer, and is made again. */
export const settled = async <Answer>(
  attempt: () => Promise<Answer | undefined>,
): Promise<Answer> => {
  for (let tried = 0; tried < ATTEMPTS; tried += 1) {
    const answer = await attempt();
    if (answer !== undefined) return answer;
  }
  throw new TransientError('the person was changed at the same moment');
};

/**
 * Deletes the user that a closing finds, and answers whether it found one. The user is noted before it is
 * deleted, so that a run which falls behind never deletes whoever comes under that address after.
 */
const deleteUser = async (
  { people, cognito }: PeoplePorts,
  person: Person,
  closing: string,
): Promise<boolean> => {
  const username = (await cognito.find(person))?.username;
  if (username === undefined) return false;
  if (!(await people.noteUser(person, closing, username))) return true;
  await cognito.deleteUser({ userPoolId: person.userPoolId, username });
  return true;
};

/** Ends a closing, whoever began it. */
export const finishClosing = async (ports: PeoplePorts, person: Person): Promise<void> => {
  const { closing, unfinished } = person;
  if (closing === undefined || unfinished === 'closed') return;
  await deleteUser(ports, person, closing);
  await ports.people.markClosed(person, closing, ports.newUlid());
};

/** Ends a closing or a move, whoever began it. */
export const finishUnderWay = async (ports: PeoplePorts, person: Person): Promise<void> => {
  const { userPoolId, username, moving } = person;
  if (moving === undefined || username === undefined) await finishClosing(ports, person);
  else await finishMove(ports)({ userPoolId, username });
};

/** Forgets a person who was closed long ago, unless its user was made once more: that is deleted. */
export const forgetClosed = async (ports: PeoplePorts, person: Person): Promise<void> => {
  const { closing } = person;
  if (closing === undefined) return;
  const isBack = await deleteUser(ports, person, closing);
  if (isBack) await ports.people.markClosed(person, closing, ports.newUlid());
  else await ports.people.forget(person, closing);
};

const tryToBegin = async (
  ports: PeoplePorts,
  joining: Joining,
  isFirst: boolean,
): Promise<Joining | undefined> => {
  const known = await ports.people.joining(joining);
  if (known) return known;
  const begun = await ports.people.begin(joining, isFirst);
  if (begun === 'begun') return joining;
  const person = begun === 'busy' ? await ports.people.get(joining) : undefined;
  if (person) await finishUnderWay(ports, person);
  return undefined;
};

/**
 * Begins a membership, or finds the one that an earlier try began. A person who is just being deleted or moved
 * is so first.
 */
export const beginMembership =
  (ports: PeoplePorts) =>
  (joining: Joining, isFirst: boolean): Promise<Joining> =>
    settled(() => tryToBegin(ports, joining, isFirst));

/** Ends a membership of a person; the last one takes its user along. Done before, it does nothing. */
const tryToEnd = async (ports: PeoplePorts, ending: Ending): Promise<'ended' | undefined> => {
  if (await ports.people.leave(ending)) return 'ended';
  await ports.people.close(ending, ports.newUlid());
  const person = await ports.people.get(ending);
  if (person) await finishUnderWay(ports, person);
  const { moving, memberships } = person ?? {};
  const isOpen = moving !== undefined || memberships?.has(ending.membershipId) === true;
  return isOpen ? undefined : 'ended';
};

/**
 * Removes a member: it is forgotten last, so that a run that was cut off can be run again. One whose address
 * has changed since it was read is removed where it is now.
 */
export const removeMember =
  (ports: RemovePorts) =>
  async (member: Member): Promise<void> => {
    const { email, membershipId } = member;
    await settled(() => tryToEnd(ports, { ...member, isJoining: false }));
    if (await ports.members.remove(member)) return;
    const now = await ports.members.get(member);
    if (now?.membershipId === membershipId && now.email !== email) await removeMember(ports)(now);
  };

const tryToTakeBack = async (ports: PeoplePorts, id: JoiningId): Promise<'ended' | undefined> => {
  const joining = await ports.people.joining(id);
  return joining ? tryToEnd(ports, { ...joining, isJoining: true }) : 'ended';
};

/** Takes back the beginning of a membership, and the user that was made for it alone; leaves what has become one. */
export const removeJoining =
  (ports: PeoplePorts) =>
  async (id: JoiningId): Promise<void> => {
    await settled(() => tryToTakeBack(ports, id));
  };
