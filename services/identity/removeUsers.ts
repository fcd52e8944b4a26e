import type { CognitoUsers } from './cognitoUsers.ts';
import { everyMember, type Members } from './member.ts';

/** Removes all users of a tenant from the pool that tenants share; a silo's own pool took its own along. */
export type RemoveUsers = (tenant: {
  tenantId: string;
  /** An address that may be a user's whom no member row tells of, because its making was cut off. */
  email: string | undefined;
}) => Promise<void>;

export type RemovalPorts = {
  pooledUserPoolId: string;
  members: Members;
  cognito: Pick<CognitoUsers, 'usernameOf' | 'deleteUser'>;
};

/** A member is forgotten last, so that a run that was cut off can be run again. */
export const removeUsers =
  ({ pooledUserPoolId: userPoolId, members, cognito }: RemovalPorts): RemoveUsers =>
  async ({ tenantId, email }) => {
    const usernames = new Set<string>();
    for await (const { username } of everyMember(members, tenantId)) usernames.add(username);
    const unlisted =
      email === undefined ? undefined : await cognito.usernameOf({ userPoolId, tenantId, email });
    if (unlisted !== undefined) usernames.add(unlisted);
    for (const username of usernames) {
      await cognito.deleteUser({ userPoolId, username });
      await members.remove(username);
    }
    await members.forget(tenantId);
  };
