import * as z from 'zod';
import { defineFunction } from '#shared/defineFunction.ts';
import { RoleRoutesText } from './roleRoutes.ts';

const Name = z.string().min(1);

/** API Gateway calls it with each token that it has not seen for a minute. */
export const authorizeFunction = defineFunction({
  handler: 'identity/authorizer/authorize',
  environment: z.object({
    MEMBER_TABLE: Name,
    ROUTING_TABLE: Name,
    OPERATOR_USER_POOL_ID: Name,
    OPERATOR_CLIENT_ID: Name,
    ROLE_ROUTES: RoleRoutesText,
  }),
});
