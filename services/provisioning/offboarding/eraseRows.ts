import * as z from 'zod';
import type { RemovalPorts } from '#shared/ownership.ts';
import { AccessRoleEnv, ErasureEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import { beingErased } from './beingErased.ts';
import type { Receipts } from './erasureReceipt.ts';
import type { OffboardingInput } from './offboardingInput.ts';
import type { TenantShards } from './tenantShards.ts';

const Erased = z.object({ more: z.boolean() });

export const eraseRowsStep = {
  name: 'EraseRows',
  run: 'provisioning/offboarding/eraseRows',
  result: Erased,
  repeat: true,
  environment: RoutingTableEnv.extend({ ...ErasureEnv.shape, ...AccessRoleEnv.shape }),
} as const satisfies SagaStep;

export type EraseRowsPorts = RemovalPorts & {
  /** The tenant's rows in the table that tenants share, by a session of its own. */
  shards(tenantId: string): Promise<TenantShards>;
  receipts: Pick<Receipts, 'count'>;
};

/**
 * Erases a part of the tenant's rows in the table that tenants share, and says whether there are more. A tenant with
 * a table of its own may have some there, too, from before it had that.
 */
export const eraseRows =
  ({ shards, receipts, ...ports }: EraseRowsPorts) =>
  async (input: OffboardingInput): Promise<z.infer<typeof Erased>> => {
    const { tenantId, eventId: operationId } = input;
    if (!(await beingErased(ports, input))) return { more: false };
    const { erased, more } = await (await shards(tenantId)).eraseSome();
    await receipts.count({ tenantId, operationId }, 'rows', erased);
    return { more };
  };
