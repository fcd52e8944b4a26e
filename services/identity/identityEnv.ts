import { z } from 'zod';

const Name = z.string().min(1);

/** What knows tenants' users, and whether the tenants are there. */
export const TenantUsersEnv = z.object({
  MEMBER_TABLE: Name,
  ROUTING_TABLE: Name,
  POOLED_USER_POOL_ID: Name,
});

/** What makes users, or fails to, and tells of it. */
export const UserCreatorEnv = TenantUsersEnv.extend({ EVENT_BUS_NAME: Name });
