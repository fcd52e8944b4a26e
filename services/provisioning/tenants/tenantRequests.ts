import * as z from 'zod';
import { problem } from '#shared/reply.ts';

/** The tenant in a path. What cannot be an id is the id of no tenant. */
export const OneTenant = z.object({ tenantId: z.string().min(1).max(64) });

/** The answer to a request for a tenant that there is not. */
export const tenantNotFound = (tenantId: string) =>
  problem(404, 'TenantNotFound', { message: `no tenant has the id ${tenantId}` });
