import type { Member, Members } from './member.ts';
import type { Move } from './move.ts';
import { finishUnderWay, type PeoplePorts, removeJoining, settled } from './people.ts';
import type { Person } from './person.ts';

export type BeginPorts = PeoplePorts & { members: Pick<Members, 'get' | 'ofUser'> };

/** `gone`: the person is not at the old address any more. */
type Begun = 'begun' | 'taken' | 'gone';

const countedMembers = async (
  { members }: BeginPorts,
  { memberships, username = '' }: Person,
): Promise<Member[]> => {
  const listed = await members.ofUser(username);
  const found = await Promise.all(listed.map(members.get));
  return found.flatMap((member) => (member && memberships?.has(member.membershipId) ? member : []));
};

/**
 * The tenants of a person whose every membership has been announced. A beginning that is in the way gives way:
 * whoever makes that membership begins once more, at the old address. Undefined where another look is needed.
 */
const tenantsOf = async (ports: BeginPorts, person: Person): Promise<string[] | undefined> => {
  const members = await countedMembers(ports, person);
  const known = new Set(members.map(({ membershipId }) => membershipId));
  const others = [...(person.memberships ?? [])].filter((id) => !known.has(id));
  for (const joining of await ports.people.joiningsAs(others)) await removeJoining(ports)(joining);
  const isSettled = others.length === 0 && members.every(({ announced }) => announced);
  return isSettled ? members.map(({ tenantId }) => tenantId) : undefined;
};

/** Whether somebody has the new address; undefined where somebody was just about to leave it. */
const isTaken = async (ports: BeginPorts, move: Move): Promise<boolean | undefined> => {
  const address = { userPoolId: move.userPoolId, email: move.to };
  const person = await ports.people.get(address);
  // A user of a closed person is nobody's: `finishMove` deletes it.
  if (person?.unfinished === 'closed') return false;
  if (person?.closing === undefined && person?.moving === undefined) {
    return person !== undefined || (await ports.cognito.find(address)) !== undefined;
  }
  await finishUnderWay(ports, person);
  return undefined;
};

const hasBegun = async ({ moves }: BeginPorts, move: Move): Promise<boolean> => {
  const kept = await moves.get(move);
  return kept?.moveId === move.moveId && kept.begunAt !== undefined;
};

const tryToBegin = async (ports: BeginPorts, move: Move): Promise<Begun | undefined> => {
  const { userPoolId, username, from: email } = move;
  if (await hasBegun(ports, move)) return 'begun';
  const person = await ports.people.get({ userPoolId, email });
  if (person?.username !== username || person.closing !== undefined) return 'gone';
  const { moves = 0 } = person;
  const tenantIds = await tenantsOf(ports, person);
  const taken = tenantIds && (await isTaken(ports, move));
  if (tenantIds === undefined || taken === undefined) return undefined;
  if (taken) return 'taken';
  const begunAt = ports.now().toISOString();
  const begun = { ...move, begunAt, tenantIds, moves: moves + 1 };
  return (await ports.moves.begin(begun, person)) ? 'begun' : undefined;
};

/** Makes the new address the person's too, unless it is somebody's: from here on `finishMove` goes on. */
export const beginMove = (ports: BeginPorts, move: Move): Promise<Begun> =>
  settled(() => tryToBegin(ports, move));
