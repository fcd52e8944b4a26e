import {
  APIGatewayClient,
  GetUsageCommand,
  paginateGetApiKeys,
  paginateGetUsagePlans,
} from '@aws-sdk/client-api-gateway';
import type { Product } from '../product.ts';

const usedIn = async (gateway: APIGatewayClient, usagePlanId: string | undefined, day: string) => {
  const asked = { usagePlanId, startDate: day, endDate: day };
  const { items = {} } = await gateway.send(new GetUsageCommand(asked));
  return Object.entries(items).map(([id, days]) => ({ id, used: days[0]?.[0] ?? 0 }));
};

/** How many of today's requests were counted for a tenant's key. */
export const usage = async ({ sdk, engine }: Pick<Product, 'sdk' | 'engine'>) => {
  const gateway = new APIGatewayClient(sdk);
  const day = new Date(engine.clock.now()).toISOString().slice(0, 10);
  const names: { id: string | undefined; name: string }[] = [];
  for await (const { items = [] } of paginateGetApiKeys({ client: gateway }, {})) {
    names.push(...items.map(({ id, name = '' }) => ({ id, name })));
  }
  const found: Awaited<ReturnType<typeof usedIn>> = [];
  for await (const { items = [] } of paginateGetUsagePlans({ client: gateway }, {})) {
    const plans = await Promise.all(items.map(({ id }) => usedIn(gateway, id, day)));
    found.push(...plans.flat());
  }
  return (tenantId: string): number => {
    const key = names.find(({ name }) => name.endsWith(tenantId));
    return found.find(({ id }) => id === key?.id)?.used ?? 0;
  };
};
