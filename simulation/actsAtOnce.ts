import { factsOf } from './checks/facts.ts';
import type { Intervention } from './plans/intervention.ts';
import { asOperator, invoke } from './world/functions.ts';
import { pick } from './world/seededRandom.ts';
import type { World } from './world/world.ts';

/** Does it, and answers whether that was the last word. */
export type Act = () => Promise<boolean>;

export const isLastWord = (status: number): boolean => status < 500;

/** Switches a tenant that has a route off or on, over the API. */
const switchTenant = (world: World, { kind, which }: Intervention): Act | undefined => {
  const { routes } = factsOf(world.parts.database);
  if (routes.length === 0) return undefined;
  const { tenantId } = pick(routes, which);
  const request = {
    method: 'POST',
    resource: `/tenants/{tenantId}/${kind}`,
    path: { tenantId },
    ...(kind === 'deactivate' && { body: { reason: 'simulated' } }),
  };
  return async () => {
    const answer = await asOperator(world, 'provisioning/tenants/tenantStatus', request);
    return isLastWord(answer.statusCode);
  };
};

const sweep = (world: World): Act => {
  const sweeper = 'provisioning/orphans/sweepOrphans';
  return async () =>
    (await invoke(world, sweeper, { remove: true }))['FunctionError'] === undefined;
};

type Prepare = (world: World, one: Intervention) => Act | undefined;

/** What operators do in one call. */
export const actsAtOnce: Readonly<Partial<Record<Intervention['kind'], Prepare>>> = {
  deactivate: switchTenant,
  activate: switchTenant,
  sweep,
};
