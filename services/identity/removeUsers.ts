import type { CognitoUsers } from './cognitoUsers.ts';
import { everyMember, type Members } from './member.ts';

/** Whose users are removed: those that were made for what `isOwn` says. */
export type UserRemoval = {
  tenantId: string;
  /** An address that may be a user's whom no member row tells of, because its making was cut off. */
  email: string | undefined;
  isOwn(madeFor: string): boolean;
  /** Asked when it is known who would be removed: whoever comes after that is not removed. */
  isOver(): Promise<boolean>;
};

/**
 * Removes users of a tenant from the pool that tenants share; a silo's own pool took its own along. False
 * when the tenant is not over: nobody is removed then.
 */
export type RemoveUsers = (removal: UserRemoval) => Promise<boolean>;

export type RemovalPorts = {
  pooledUserPoolId: string;
  members: Members;
  cognito: Pick<CognitoUsers, 'userOf' | 'deleteUser'>;
};

type Candidate = { username: string; madeFor: string };

const candidatesFor = async (
  { pooledUserPoolId: userPoolId, members, cognito }: RemovalPorts,
  { tenantId, email, isOwn }: UserRemoval,
): Promise<Candidate[]> => {
  const found = new Map<string, string | undefined>();
  for await (const { username, madeFor } of everyMember(members, tenantId)) {
    found.set(username, madeFor);
  }
  const unlisted = email && (await cognito.userOf({ userPoolId, tenantId, email }));
  if (unlisted && !found.has(unlisted.username)) found.set(unlisted.username, unlisted.madeFor);
  return [...found].flatMap(([username, madeFor]) =>
    madeFor !== undefined && isOwn(madeFor) ? [{ username, madeFor }] : [],
  );
};

/** A member is forgotten last, so that a run that was cut off can be run again. */
export const removeUsers =
  (ports: RemovalPorts): RemoveUsers =>
  async (removal) => {
    const candidates = await candidatesFor(ports, removal);
    if (!(await removal.isOver())) return false;
    for (const { username } of candidates) {
      await ports.cognito.deleteUser({ userPoolId: ports.pooledUserPoolId, username });
      await ports.members.remove(username);
    }
    for (const madeFor of new Set(candidates.map((each) => each.madeFor))) {
      await ports.members.forget(madeFor);
    }
    return true;
  };
