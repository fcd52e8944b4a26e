import { allEnded } from '../saga/sagaRuns.ts';
import type { NamedResource, OwnedRoute, Snapshot, Suspect, SweepPorts } from './orphans.ts';

const ROUTED = {
  userPool: 'userPoolId',
  appClient: 'appClientId',
  apiKey: 'apiKeyId',
  table: 'tableName',
} as const satisfies Record<NamedResource['kind'], keyof OwnedRoute>;

const isRouted = ({ kind, id }: NamedResource, route: OwnedRoute | undefined): boolean =>
  route?.[ROUTED[kind]] === id;

/**
 * Resources that their tenant's route does not name: of a tenant that is not there, or a second one
 * of a tenant that is, as a call leaves it that takes effect after its answer was given up.
 */
export const suspectResources = (ports: SweepPorts, { routes, madeBefore }: Snapshot) => {
  const { ownership, runsOf } = ports;

  const isOrphan = async (resource: NamedResource, madeAt: () => Promise<Date | undefined>) => {
    const made = await madeAt();
    if (made === undefined || made > madeBefore) return false;
    const { tenantId } = resource;
    const claimant = await ownership.claimantOf(tenantId);
    const runs = claimant === undefined ? [] : await runsOf(claimant);
    if (!allEnded(runs, madeBefore)) return false;
    // Last of all: a run that ended long ago writes no route any more.
    return !isRouted(resource, await ownership.routeOf(tenantId));
  };

  return async function* (
    listing: SweepPorts['listings'][number],
  ): AsyncGenerator<Suspect, void, undefined> {
    for await (const resource of listing.list()) {
      if (isRouted(resource, routes.get(resource.tenantId))) continue;
      yield {
        resource,
        isOrphan: () => isOrphan(resource, () => listing.madeAt(resource)),
        remove: () => listing.remove(resource),
      };
    }
  };
};
