import * as z from 'zod';
import { MailEnv } from '../mail/mail.ts';

const Name = z.string().min(1);

/** What knows tenants' users, and whether the tenants are there. */
export const TenantUsersEnv = z.object({
  MEMBER_TABLE: Name,
  ROUTING_TABLE: Name,
  POOLED_USER_POOL_ID: Name,
});

/** What invites people, and tells of it. */
export const InvitingEnv = TenantUsersEnv.extend({ EVENT_BUS_NAME: Name, ...MailEnv.shape });

/** What makes users, fails to or removes them, or finishes that, and tells of it. */
export const UserCreatorEnv = TenantUsersEnv.extend({ EVENT_BUS_NAME: Name });
