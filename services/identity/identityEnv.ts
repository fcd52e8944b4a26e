import { z } from 'zod';

const Name = z.string().min(1);

/** Where users are remembered by tenant. */
export const MembersEnv = z.object({ MEMBER_TABLE: Name });

/** What makes users and tells of them. */
export const UserCreatorEnv = MembersEnv.extend({ EVENT_BUS_NAME: Name });

export const PublisherEnv = z.object({ EVENT_BUS_NAME: Name });

/** What answers `/users`. */
export const UsersEnv = UserCreatorEnv.extend({ ROUTING_TABLE: Name });

export const AuthorizerEnv = z.object({
  ROUTING_TABLE: Name,
  OPERATOR_USER_POOL_ID: Name,
  OPERATOR_CLIENT_ID: Name,
});
