import * as z from 'zod';
import { AnyTier, TenantId, TenantRole } from '#events/fields.ts';

/** Who calls, as the authorizer established it; never read from what the caller sent. */
export const Caller = z.object({
  tenantId: TenantId,
  userRole: TenantRole,
  userName: z.string(),
  tier: AnyTier,
  /** The table that holds this tenant's rows: the pooled one, or its own. */
  tableName: z.string(),
});
export type Caller = z.infer<typeof Caller>;

/** Who calls the control plane: an operator, or somebody of one tenant. */
export const ControlCaller = z.union([
  z.object({ userRole: z.literal('SystemAdmin'), userName: z.string() }),
  z.object({
    userRole: TenantRole,
    userName: z.string(),
    tenantId: TenantId,
  }),
]);
export type ControlCaller = z.infer<typeof ControlCaller>;

/** Whether a caller may see what belongs to a tenant: its own people, and operators. */
export const mayEnter = (caller: ControlCaller, tenantId: string): boolean =>
  caller.userRole === 'SystemAdmin' || caller.tenantId === tenantId;
