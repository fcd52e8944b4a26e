import type { Publish } from '#events/publish.ts';
import type { MadeKind, OrphanedResource } from '#events/schemas/provisioning.ts';
import type { Measure } from '#shared/measure.ts';
import type { StandingRoute } from '#shared/route.ts';
import type { routingTable } from '#shared/routingTable.ts';
import type { Execution } from '../saga/sagaView.ts';
import type { claimTable } from '../tenants/claimTable.ts';
import type { PlannedKeys } from './detachedKeys.ts';
import type { QuotaUse } from './quotaUse.ts';

/** A resource that is named after a tenant. */
export type NamedResource = OrphanedResource & {
  kind: MadeKind;
  /** An app client's user pool. */
  userPoolId?: string;
};

/** When something was made, and the owner that it bears; undefined where it bears none. */
export type Made = { at: Date; owner: string | undefined };

export const madeOf = (at: Date | undefined, owner: string | undefined): Made | undefined =>
  at && { at, owner };

/** All resources of some kinds that are named after tenants, and what becomes of each. */
export type ResourceListing = {
  list(): AsyncIterable<NamedResource>;
  /** Undefined when it is gone, or tagged as something else. */
  made(resource: NamedResource): Promise<Made | undefined>;
  /** Succeeds when it is gone already. */
  remove(resource: NamedResource): Promise<void>;
};

export type OwnedClaim = { pk: string; claimedBy: string };

/** Who owns what: each answer is as consistent as DynamoDB can give it. */
export type Ownership = {
  routes: Pick<ReturnType<typeof routingTable>, 'all' | 'routeOf' | 'remove'>;
  claims: Pick<ReturnType<typeof claimTable>, 'all' | 'claimantOf' | 'remove'>;
};

export type SweepPorts = Ownership & {
  listings: readonly ResourceListing[];
  plannedKeys: PlannedKeys;
  quotaUse: QuotaUse;
  /** All runs of the saga of one TenantRegistered, oldest first. */
  runsOf(eventId: string): Promise<Execution[]>;
  publish: Publish;
  measure: Measure;
  newUlid(): string;
  now(): Date;
};

/** Something that may be an orphan: nothing owned it when the sweep began to look. */
export type Suspect = {
  resource: OrphanedResource;
  /** Judged anew at each call. */
  isOrphan(): Promise<boolean>;
  remove(): Promise<void>;
};

/** What was true when the sweep began. */
export type Snapshot = {
  routes: ReadonlyMap<string, StandingRoute>;
  claims: readonly OwnedClaim[];
  /** What is younger may still find its owner. */
  madeBefore: Date;
};
