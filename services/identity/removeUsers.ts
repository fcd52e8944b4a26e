import { everyMember, type Member, type Members } from './member.ts';
import {
  inPool,
  type PeoplePorts,
  type RemovePorts,
  removeJoining,
  removeMember,
} from './people.ts';
import type { JoiningId } from './person.ts';

/** Whose memberships are removed: those that were made for what `isOwn` says. */
export type UserRemoval = {
  tenantId: string;
  /** A beginning that may be left, because the making of a member was cut off, and too new to be listed. */
  joining?: Omit<JoiningId, 'tenantId'>;
  /** A member that may be too new to be listed. */
  member?: Member;
  isOwn(madeFor: string): boolean;
  /** Asked when it is known who would be removed: whoever comes after that is not removed. */
  isOver(): Promise<boolean>;
};

/** Removes members of a tenant. False when the tenant is not over: nobody is removed then. */
export type RemoveUsers = (removal: UserRemoval) => Promise<boolean>;

export type RemovalPorts = PeoplePorts & { pooledUserPoolId: string; members: Members };

type Candidates = { members: Member[]; joinings: JoiningId[] };

/** Removes members with the counts of their tenants' admins, and beginnings; cut off, it can be run again. */
export const removeCandidates = async (
  ports: RemovePorts & { members: Pick<Members, 'forget'> },
  { members, joinings }: Candidates,
): Promise<void> => {
  // Counts first: a run that was cut off finds them again by their members.
  for (const madeFor of new Set(members.map((each) => each.madeFor))) {
    await ports.members.forget(madeFor);
  }
  for (const member of members) await removeMember(ports)(member);
  for (const joining of joinings) await removeJoining(ports)(joining);
};

const candidatesFor = async (
  { members, people }: RemovalPorts,
  { tenantId, isOwn, joining, member }: UserRemoval,
): Promise<Candidates> => {
  const found = member ? [member] : [];
  for await (const each of everyMember(members, tenantId)) {
    if (isOwn(each.madeFor)) found.push(each);
  }
  const listed = await people.joiningsOf(tenantId);
  const known = joining ? [{ tenantId, ...joining }] : [];
  const begun = listed.filter(({ madeFor }) => isOwn(madeFor));
  return { members: found, joinings: [...begun, ...known] };
};

/** A silo's own pool takes its users along: only those in the pool that tenants share are deleted. */
export const removeUsers =
  (all: RemovalPorts): RemoveUsers =>
  async (removal) => {
    const ports = inPool(all, all.pooledUserPoolId);
    const { members, joinings } = await candidatesFor(ports, removal);
    if (!(await removal.isOver())) return false;
    await removeCandidates(ports, { members, joinings });
    return true;
  };
