import { TransientError } from '#shared/errors.ts';
import type { CognitoUsers } from './cognitoUsers.ts';
import type { Member, Members } from './member.ts';
import type { Address, Joining, JoiningId, People, Person } from './person.ts';

export type PeoplePorts = {
  people: People;
  cognito: Pick<CognitoUsers, 'find' | 'deleteUser'>;
  newUlid(): string;
};

/** The same, where pools other than this one are gone, or will be, with all their users. */
export const inPool = <Ports extends PeoplePorts>(ports: Ports, userPoolId: string): Ports => ({
  ...ports,
  cognito: {
    ...ports.cognito,
    find: async (address: Address) =>
      address.userPoolId === userPoolId ? ports.cognito.find(address) : undefined,
  },
});

/** Meetings in mid-air that one call settles; the next call settles the rest. */
const ATTEMPTS = 3;

/** What comes of an attempt; one that met another change has no answer, and is made again. */
const settled = async <Answer>(attempt: () => Promise<Answer | undefined>): Promise<Answer> => {
  for (let tried = 0; tried < ATTEMPTS; tried += 1) {
    const answer = await attempt();
    if (answer !== undefined) return answer;
  }
  throw new TransientError('the person was changed at the same moment');
};

/**
 * Ends a closing, whoever began it: deletes the user, then forgets the person. The user is noted before it
 * is deleted, so that a run which falls behind never deletes whoever comes under that address after.
 */
const finishClosing = async ({ people, cognito }: PeoplePorts, person: Person): Promise<void> => {
  const { userPoolId, closing } = person;
  if (closing === undefined) return;
  const username = (await cognito.find(person))?.username;
  if (username !== undefined) {
    if (!(await people.noteUser(person, closing, username))) return;
    await cognito.deleteUser({ userPoolId, username });
  }
  await people.remove(person, closing);
};

const tryToBegin = async (ports: PeoplePorts, joining: Joining): Promise<Joining | undefined> => {
  const known = await ports.people.joining(joining);
  if (known) return known;
  const begun = await ports.people.begin(joining);
  if (begun === 'begun') return joining;
  const person = begun === 'closing' ? await ports.people.get(joining) : undefined;
  if (person) await finishClosing(ports, person);
  return undefined;
};

/**
 * Begins a membership, or finds the one that an earlier try began. A person who is just being deleted is
 * deleted first.
 */
export const beginMembership =
  (ports: PeoplePorts) =>
  (joining: Joining): Promise<Joining> =>
    settled(() => tryToBegin(ports, joining));

type Ending = Address & Pick<Member, 'membershipId'>;

const tryToEnd = async (
  ports: PeoplePorts,
  { membershipId, ...address }: Ending,
): Promise<'ended' | undefined> => {
  if (await ports.people.leave(address, membershipId)) return 'ended';
  await ports.people.close(address, membershipId, ports.newUlid());
  const person = await ports.people.get(address);
  if (person?.memberships?.has(membershipId)) return undefined;
  if (person) await finishClosing(ports, person);
  return 'ended';
};

/** Ends a membership of a person; the last one takes its user along. Done before, it does nothing. */
const endMembership = (ports: PeoplePorts, ending: Ending): Promise<'ended'> =>
  settled(() => tryToEnd(ports, ending));

/** Removes a member: it is forgotten last, so that a run that was cut off can be run again. */
export const removeMember =
  (ports: PeoplePorts & { members: Pick<Members, 'remove'> }) =>
  async (member: Member): Promise<void> => {
    const { userPoolId, email, membershipId } = member;
    await endMembership(ports, { userPoolId, email, membershipId });
    await ports.members.remove(member);
  };

/** Takes back the beginning of a membership, and the user that was made for it alone. */
export const removeJoining =
  (ports: PeoplePorts) =>
  async (id: JoiningId): Promise<void> => {
    const joining = await ports.people.joining(id);
    if (!joining) return;
    const { userPoolId, email, membershipId } = joining;
    await endMembership(ports, { userPoolId, email, membershipId });
    await ports.people.forgetJoining(joining);
  };
