import * as z from 'zod';
import { everything } from '#shared/tenantAccess/sessionPolicy.ts';
import type { Resource } from './resource.ts';

const Text = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must be at most 200 characters');

/** Far above the smallest number that a table can hold. */
const LEAST = 0.000_001;

/** What a tenant sells. `price` is in the tenant's own currency. */
export const products: Resource = {
  kind: 'product',
  plural: 'products',
  actions: { TenantAdmin: everything, TenantUser: ['GetItem', 'Query'] },
  body: z.strictObject({
    name: Text,
    price: z
      .number()
      .min(0)
      .max(1_000_000_000)
      .refine((price) => price <= 0 || price >= LEAST, `must be 0 or at least ${LEAST}`),
    sku: Text.optional(),
    category: Text.optional(),
  }),
};
