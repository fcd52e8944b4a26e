import type { StandingRoute } from '#shared/route.ts';

/** An active tenant's API key that is in no usage plan: every request of the tenant is refused. */
export type DetachedKey = { tenantId: string; apiKeyId: string };

/** What usage plans say of API keys. */
export type PlannedKeys = {
  /** The keys of all plans; read page by page while plans change, it may miss one. */
  all(): Promise<ReadonlySet<string>>;
  /** Whether a key is in its tier's plan at this moment. */
  has(apiKeyId: string, tier: string): Promise<boolean>;
};

type Ports = {
  /** The tenant's route, read consistently. */
  routes: { routeOf(tenantId: string): Promise<StandingRoute | undefined> };
  plannedKeys: PlannedKeys;
};

/** So many are asked for one by one: API Gateway allows the whole account few calls a second. */
const MAX_ASKED = 200;

/** The API keys of these routes that no plan holds, and still none when asked a second time. */
export const detachedKeys = async (
  { routes, plannedKeys }: Ports,
  standing: Iterable<StandingRoute>,
): Promise<DetachedKey[]> => {
  const active = [...standing].filter(({ status }) => status === 'active');
  if (active.length === 0) return [];
  const planned = await plannedKeys.all();
  const missing = active.filter(({ apiKeyId }) => !planned.has(apiKeyId)).slice(0, MAX_ASKED);
  const detached: DetachedKey[] = [];
  for (const { tenantId, apiKeyId } of missing) {
    const route = await routes.routeOf(tenantId);
    if (route?.status !== 'active' || route.apiKeyId !== apiKeyId) continue;
    if (!(await plannedKeys.has(apiKeyId, route.tier))) detached.push({ tenantId, apiKeyId });
  }
  return detached;
};
