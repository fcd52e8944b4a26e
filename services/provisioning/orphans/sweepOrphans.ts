import * as z from 'zod';
import { derivedEventId } from '#events/eventId.ts';
import { type OrphanedResource, OrphansFound } from '#events/schemas/provisioning.ts';
import { BEGINNING } from '#events/sequence.ts';
import { logger } from '#shared/logger.ts';
import { limited } from '#shared/metricNames.ts';
import { type DetachedKey, detachedKeys } from './detachedKeys.ts';
import type { Snapshot, Suspect, SweepPorts } from './orphans.ts';
import { suspectResources } from './suspectResources.ts';
import { suspectClaims, suspectRoutes } from './suspectRows.ts';

/** A schedule's own event says nothing of removal: only who invokes the function can. */
export const SweepRequest = z.object({ remove: z.boolean().default(false) });
export type SweepRequest = z.infer<typeof SweepRequest>;

/** `complete` is false when there may be more: the next sweep goes on, from another kind. */
export type Sweep = {
  found: OrphanedResource[];
  removed: number;
  detached: DetachedKey[];
  complete: boolean;
};

const HOUR_MS = 3_600_000;

/** As long as a saga's slow steps and all their retries take, and some. */
const GRACE_MS = HOUR_MS;

/** One sweep finds at most so many, and looks no longer than that; a function has 15 minutes. */
const MAX_FOUND = 200;
const BUDGET_MS = 10 * 60_000;

const snapshotOf = async ({ routes, claims, now }: SweepPorts): Promise<Snapshot> => {
  const all = await routes.all();
  return {
    routes: new Map(all.map((route) => [route.tenantId, route])),
    claims: await claims.all(),
    madeBefore: new Date(now().getTime() - GRACE_MS),
  };
};

/** Every hour another kind comes first: what fills a sweep does not hide the others for ever. */
const rotated = <T>(all: readonly T[], at: Date): T[] => {
  const first = Math.floor(at.getTime() / HOUR_MS) % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
};

async function* suspects(ports: SweepPorts, snapshot: Snapshot) {
  const ofListing = suspectResources(ports, snapshot);
  const kinds = [
    ...ports.listings.map((listing) => () => ofListing(listing)),
    () => suspectClaims(ports, snapshot),
    () => suspectRoutes(ports, snapshot),
  ];
  for (const kind of rotated(kinds, ports.now())) yield* kind();
}

const orphansOf = async (
  ports: SweepPorts,
  snapshot: Snapshot,
): Promise<{ found: Suspect[]; complete: boolean }> => {
  const until = ports.now().getTime() + BUDGET_MS;
  const found: Suspect[] = [];
  for await (const suspect of suspects(ports, snapshot)) {
    if (found.length === MAX_FOUND || ports.now().getTime() > until) {
      return { found, complete: false };
    }
    if (await suspect.isOrphan()) found.push(suspect);
  }
  return { found, complete: true };
};

const isPool = ({ resource }: Suspect): boolean => resource.kind === 'userPool';

/** App clients go before their pools: IAM, which goes by the pool's tags, answers no question after. */
const poolsLast = (orphans: readonly Suspect[]): Suspect[] => [
  ...orphans.filter((orphan) => !isPool(orphan)),
  ...orphans.filter(isPool),
];

/** Removes one by one what is still an orphan at that moment; what another removal took is neither. */
const removeAll = async (orphans: readonly Suspect[]) => {
  const removed: Suspect[] = [];
  const left: Suspect[] = [];
  const errors: unknown[] = [];
  for (const orphan of poolsLast(orphans)) {
    try {
      if (!(await orphan.isOrphan())) continue;
      await orphan.remove();
      removed.push(orphan);
    } catch (error) {
      const { kind, tenantId } = orphan.resource;
      logger.error('orphan not removed', { kind, tenantId, error });
      left.push(orphan);
      errors.push(error);
    }
  }
  return { removed, left, errors };
};

const announce = async (
  { publish, now, newUlid }: SweepPorts,
  orphans: readonly Suspect[],
  removed: boolean,
) => {
  const sweepId = newUlid();
  const at = now();
  const all = orphans.map(({ resource }) => resource);
  for (const tenantId of new Set(all.map((each) => each.tenantId))) {
    const provenance = {
      eventId: derivedEventId(at, `${sweepId} ${tenantId}`, OrphansFound.type),
      occurredAt: at.toISOString(),
      tenantId,
      sequence: BEGINNING,
      correlationId: sweepId,
      causationId: sweepId,
    };
    const resources = all.filter((each) => each.tenantId === tenantId);
    await publish(OrphansFound, provenance, { resources, removed });
  }
};

/** Tells of keys without a plan; nothing of a sweep puts them right. */
const reportDetached = async (ports: SweepPorts, { routes }: Snapshot): Promise<DetachedKey[]> => {
  const detached = await detachedKeys(ports, routes.values());
  for (const key of detached) logger.error('API key of an active tenant is in no usage plan', key);
  ports.measure('DetachedKeys', detached.length);
  return detached;
};

const measureQuotas = async ({ quotaUse, measure }: SweepPorts): Promise<void> => {
  const use = await quotaUse();
  for (const name of limited) measure(name, use[name]);
};

/**
 * Finds what is named after a tenant and owned by none, and tells. Removes it only when asked to;
 * throws when some of it could not be removed, after all else is done.
 */
export const sweepOrphans =
  (ports: SweepPorts) =>
  async ({ remove }: SweepRequest): Promise<Sweep> => {
    const snapshot = await snapshotOf(ports);
    const { found, complete } = await orphansOf(ports, snapshot);
    const { removed, left, errors } = remove
      ? await removeAll(found)
      : { removed: [], left: found, errors: [] };
    ports.measure('Orphans', left.length);
    await announce(ports, left, false);
    await announce(ports, removed, true);
    const detached = await reportDetached(ports, snapshot);
    await measureQuotas(ports);
    if (errors.length > 0) throw new AggregateError(errors, `${errors.length} orphans are left`);
    return {
      found: found.map(({ resource }) => resource),
      removed: removed.length,
      detached,
      complete,
    };
  };
