import * as z from 'zod';
import { defineFunction } from '#shared/defineFunction.ts';

const Name = z.string().min(1);

/** Cognito calls it before it writes tokens for a tenant's user. */
export const admitMemberFunction = defineFunction({
  handler: 'identity/signIn/admitMember',
  environment: z.object({ MEMBER_TABLE: Name, ROUTING_TABLE: Name }),
});
