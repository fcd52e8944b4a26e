import { PermanentError } from '#shared/errors.ts';
import { removeOwned } from '#shared/ownership.ts';
import { resourcesOf, type StandingRoute } from '#shared/route.ts';
import { allEnded } from '../saga/sagaRuns.ts';
import type {
  Made,
  NamedResource,
  ResourceListing,
  Snapshot,
  Suspect,
  SweepPorts,
} from './orphans.ts';

const isRouted = ({ kind, id }: NamedResource, route: StandingRoute | undefined): boolean =>
  route !== undefined && resourcesOf(route)[kind] === id;

/**
 * Resources that their tenant's route does not name: of a tenant that is not there, or a second one
 * of a tenant that is, as a call leaves it that takes effect after its answer was given up.
 */
export const suspectResources = (ports: SweepPorts, snapshot: Snapshot) => {
  const { routes, claims, runsOf } = ports;
  const { madeBefore } = snapshot;

  /** Whether all runs of whoever may still use a resource have ended. */
  const ownersRest = async (owners: readonly (string | undefined)[]): Promise<boolean> => {
    const known = owners.filter((owner) => owner !== undefined);
    const runs = await Promise.all(known.map((owner) => runsOf(owner)));
    return allEnded(runs.flat(), madeBefore);
  };

  const isOrphan = async (resource: NamedResource, made: () => Promise<Made | undefined>) => {
    const found = await made();
    if (found === undefined || found.at > madeBefore) return false;
    const { tenantId } = resource;
    const claimant = await claims.claimantOf(tenantId);
    if (!(await ownersRest([claimant, found.owner]))) return false;
    // Last of all: a run that ended long ago writes no route any more.
    return !isRouted(resource, await routes.routeOf(tenantId));
  };

  /** What bears no owner is told of and left: nothing says who may lose it. */
  const remove = async (listing: ResourceListing, resource: NamedResource): Promise<void> => {
    const owner = (await listing.made(resource))?.owner;
    const { tenantId, id, kind } = resource;
    if (owner === undefined) throw new PermanentError(`the ${kind} ${id} bears no owner`);
    await removeOwned(routes)({ tenantId, owner }, [{ id, owner }], () => listing.remove(resource));
  };

  return async function* (
    listing: SweepPorts['listings'][number],
  ): AsyncGenerator<Suspect, void, undefined> {
    for await (const resource of listing.list()) {
      if (isRouted(resource, snapshot.routes.get(resource.tenantId))) continue;
      yield {
        resource,
        isOrphan: () => isOrphan(resource, () => listing.made(resource)),
        remove: () => remove(listing, resource),
      };
    }
  };
};
