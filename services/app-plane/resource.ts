import type * as z from 'zod';
import type { TenantAccess } from './tenantSession.ts';

/** A kind of thing that tenants keep: its names in the API, and the schema of its body. */
export type Resource = {
  /** E.g. `product`: rows are kept under it, and the id is called `productId`. */
  readonly kind: string;
  /** E.g. `products`: the path, and the list's name in its answer. */
  readonly plural: string;
  readonly body: z.ZodObject;
  /** What each role's sessions may do in the table: narrower than the API's policy for nobody. */
  readonly actions: TenantAccess['actions'];
};
