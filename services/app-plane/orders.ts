import * as z from 'zod';
import { everything } from '#shared/tenantAccess/sessionPolicy.ts';
import type { Resource } from './resource.ts';

const MAX_LINES = 100;

const Line = z.strictObject({
  productId: z.string().min(1).max(64),
  quantity: z.int().min(1).max(1_000_000),
});

/** What a tenant's customers order. */
export const orders: Resource = {
  kind: 'order',
  plural: 'orders',
  actions: { TenantAdmin: everything, TenantUser: ['GetItem', 'Query', 'PutItem'] },
  body: z.strictObject({
    orderName: z.string().trim().min(1, 'must not be empty').max(200),
    lines: z.array(Line).min(1, 'must hold at least one line').max(MAX_LINES),
  }),
};
