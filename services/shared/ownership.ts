import { PermanentError } from './errors.ts';
import { logger } from './logger.ts';
import { resourcesOf, type StandingRoute } from './route.ts';

/** Something that was made for a tenant, and the owner that it bears; undefined where it bears none. */
export type Owned = { id: string; owner: string | undefined };

/** People use the tenant, or may by now: what its route names is not removed. */
export class TenantInUse extends PermanentError {
  override readonly name = 'TenantInUse';
}

export type RemovalPorts = {
  /** The tenant's route, read consistently. */
  routeOf(tenantId: string): Promise<StandingRoute | undefined>;
};

/** Whose removal it is: the tenant, and the TenantRegistered on whose behalf things are removed. */
export type Removal = {
  tenantId: string;
  owner: string;
  /** The operation that erases the tenant: what people used before may go, once its route says so. */
  erasure?: string;
};

/** Whether people use the tenant: somebody was told that it is there. */
export const isInUse = (route: StandingRoute | undefined): boolean =>
  route?.firstUserEventId !== undefined;

/**
 * Whether nothing of the tenant may be taken: people use it, or it was announced and its first admin has not
 * failed. An admin is announced before anybody can note it on the route, so that the announcement counts.
 */
export const isProtected = (route: StandingRoute | undefined): boolean =>
  isInUse(route) || (route?.announced === true && route.givenUpFor === undefined);

/** The ids that the route of a protected tenant names. */
const idsInUse = async ({ routeOf }: RemovalPorts, removal: Removal): Promise<string[]> => {
  const route = await routeOf(removal.tenantId);
  if (!route || !isProtected(route)) return [];
  const isErased = removal.erasure !== undefined && route.erasedBy === removal.erasure;
  return isErased ? [] : Object.values(resourcesOf(route));
};

/** What is not in use goes first: in what order AWS lists them decides nothing. */
const removeUnused = async (
  used: readonly string[],
  own: readonly string[],
  remove: (id: string) => Promise<void>,
): Promise<void> => {
  for (const id of own.filter((each) => !used.includes(each))) await remove(id);
  const kept = own.filter((id) => used.includes(id));
  if (kept.length === 0) return;
  throw new TenantInUse(`the tenant is in use: not removed: ${kept.join(', ')}`);
};

/**
 * The one gate of every removal of what was made for a tenant. Removes only what bears this owner; the
 * rest is left alone, with a line in the log. TenantInUse when some of it is what people use: that stays,
 * and the rest of it is gone.
 */
export const removeOwned =
  (ports: RemovalPorts) =>
  async (
    removal: Removal,
    found: readonly Owned[],
    remove: (id: string) => Promise<void>,
  ): Promise<void> => {
    const { tenantId, owner } = removal;
    const isOwn = (each: Owned) => each.owner === owner;
    const others = found.filter((each) => !isOwn(each)).map(({ id }) => id);
    if (others.length > 0) logger.warn('not removed: of another owner', { tenantId, others });
    const own = found.filter(isOwn).map(({ id }) => id);
    await removeUnused(await idsInUse(ports, removal), own, remove);
  };
