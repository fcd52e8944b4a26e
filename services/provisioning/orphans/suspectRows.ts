import { decodeTime, isValid } from 'ulid';
import { TenantId } from '#events/fields.ts';
import { allEnded } from '../saga/sagaRuns.ts';
import { inputOf } from '../saga/sagaView.ts';
import type { OwnedClaim, OwnedRoute, Snapshot, Suspect, SweepPorts } from './orphans.ts';

const TENANT = 'tenant#';

const tenantClaimed = ({ pk }: OwnedClaim): string | undefined =>
  pk.startsWith(TENANT) ? TenantId.safeParse(pk.slice(TENANT.length)).data : undefined;

/** Step Functions forgets executions after 90 days; an owner without any is as old as its eventId. */
const isOlder = (eventId: string, than: Date): boolean =>
  isValid(eventId) && decodeTime(eventId) <= than.getTime();

/** Claims whose owner has no route. One that nothing ties to a tenant any more is left out. */
export async function* suspectClaims(
  { ownership, runsOf }: SweepPorts,
  { routes, claims, madeBefore }: Snapshot,
): AsyncGenerator<Suspect, void, undefined> {
  const served = new Set([...routes.values()].map(({ writtenFor }) => writtenFor));
  const ofTenants = claims.filter((claim) => tenantClaimed(claim) !== undefined);
  const tenants = new Map(ofTenants.map((claim) => [claim.claimedBy, tenantClaimed(claim)]));
  const tenantOf = async (owner: string) => {
    const known = tenants.get(owner);
    if (known !== undefined) return known;
    const [first] = await runsOf(owner);
    return first && inputOf(first)?.tenantId;
  };
  const isOrphan = async (tenantId: string, owner: string) => {
    const runs = await runsOf(owner);
    const rests = runs.length > 0 ? allEnded(runs, madeBefore) : isOlder(owner, madeBefore);
    return rests && (await ownership.routeOf(tenantId))?.writtenFor !== owner;
  };
  for (const { pk, claimedBy } of claims.filter((claim) => !served.has(claim.claimedBy))) {
    const tenantId = await tenantOf(claimedBy);
    if (tenantId === undefined) continue;
    yield {
      resource: { kind: 'claim', name: pk, id: pk, tenantId },
      isOrphan: () => isOrphan(tenantId, claimedBy),
      remove: () => ownership.removeClaim(pk, claimedBy),
    };
  }
}

/**
 * Routes whose owner has no claim on the tenant, and has failed: written when nobody waited for it
 * any more. A route whose runs are forgotten is trusted.
 */
export async function* suspectRoutes(
  { ownership, runsOf }: SweepPorts,
  { routes, claims, madeBefore }: Snapshot,
): AsyncGenerator<Suspect, void, undefined> {
  const claimants = new Map(claims.map(({ pk, claimedBy }) => [pk, claimedBy]));
  const isOrphan = async ({ tenantId, writtenFor }: OwnedRoute) => {
    const runs = await runsOf(writtenFor);
    const last = runs.at(-1);
    if (last === undefined || last.status === 'SUCCEEDED') return false;
    if (!allEnded(runs, madeBefore)) return false;
    const route = await ownership.routeOf(tenantId);
    const claimant = await ownership.claimantOf(tenantId);
    return route?.writtenFor === writtenFor && claimant !== writtenFor;
  };
  for (const route of routes.values()) {
    const { tenantId, writtenFor } = route;
    if (claimants.get(`${TENANT}${tenantId}`) === writtenFor) continue;
    yield {
      resource: { kind: 'route', name: tenantId, id: tenantId, tenantId },
      isOrphan: () => isOrphan(route),
      remove: () => ownership.removeRoute(tenantId, writtenFor),
    };
  }
}
