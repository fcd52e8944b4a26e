import { decodeTime, isValid } from 'ulid';
import { TenantId } from '#events/fields.ts';
import { isProtected } from '#shared/ownership.ts';
import type { StandingRoute } from '#shared/route.ts';
import { onboardingSaga } from '../onboarding/onboardingSaga.ts';
import { allEnded } from '../saga/sagaRuns.ts';
import { inputOf, rollbackOf } from '../saga/sagaView.ts';
import type { OwnedClaim, Snapshot, Suspect, SweepPorts } from './orphans.ts';

const TENANT = 'tenant#';

/** What an onboarding gives back: ids of registrations and tenants are used once. */
const isPassing = ({ pk }: OwnedClaim): boolean => pk.startsWith('name#');

const tenantClaimed = ({ pk }: OwnedClaim): string | undefined =>
  pk.startsWith(TENANT) ? TenantId.safeParse(pk.slice(TENANT.length)).data : undefined;

/** Step Functions forgets executions after 90 days; an owner without any is as old as its eventId. */
const isOlder = (eventId: string, than: Date): boolean =>
  isValid(eventId) && decodeTime(eventId) <= than.getTime();

/** Names whose owner has no route. One that nothing ties to a tenant any more is left out. */
export async function* suspectClaims(
  ports: SweepPorts,
  { routes, claims, madeBefore }: Snapshot,
): AsyncGenerator<Suspect, void, undefined> {
  const served = new Set([...routes.values()].map(({ writtenFor }) => writtenFor));
  const ofTenants = claims.filter((claim) => tenantClaimed(claim) !== undefined);
  const tenants = new Map(ofTenants.map((claim) => [claim.claimedBy, tenantClaimed(claim)]));
  const tenantOf = async (owner: string) => {
    const known = tenants.get(owner);
    if (known !== undefined) return known;
    const [first] = await ports.runsOf(owner);
    return first && inputOf(onboardingSaga, first)?.tenantId;
  };
  const isOrphan = async (tenantId: string, owner: string) => {
    const runs = await ports.runsOf(owner);
    const rests = runs.length > 0 ? allEnded(runs, madeBefore) : isOlder(owner, madeBefore);
    return rests && (await ports.routes.routeOf(tenantId))?.writtenFor !== owner;
  };
  const passing = claims.filter((claim) => isPassing(claim) && !served.has(claim.claimedBy));
  for (const { pk, claimedBy } of passing) {
    const tenantId = await tenantOf(claimedBy);
    if (tenantId === undefined) continue;
    yield {
      resource: { kind: 'claim', name: pk, id: pk, tenantId },
      isOrphan: () => isOrphan(tenantId, claimedBy),
      remove: () => ports.claims.remove(pk, claimedBy),
    };
  }
}

/**
 * Routes whose owner was rolled back, and that nobody uses: written when nobody waited for it any more. A
 * route whose runs are forgotten is trusted.
 */
export async function* suspectRoutes(
  ports: SweepPorts,
  { routes, madeBefore }: Snapshot,
): AsyncGenerator<Suspect, void, undefined> {
  const isOrphan = async ({ tenantId, writtenFor }: StandingRoute) => {
    const runs = await ports.runsOf(writtenFor);
    const last = runs.at(-1);
    if (!last || !rollbackOf(last) || !allEnded(runs, madeBefore)) return false;
    const route = await ports.routes.routeOf(tenantId);
    return route?.writtenFor === writtenFor && !isProtected(route);
  };
  for (const route of routes.values()) {
    const { tenantId, writtenFor } = route;
    if (isProtected(route)) continue;
    yield {
      resource: { kind: 'route', name: tenantId, id: tenantId, tenantId },
      isOrphan: () => isOrphan(route),
      remove: () => ports.routes.remove(tenantId, writtenFor),
    };
  }
}
