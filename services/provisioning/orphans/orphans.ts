import type { Publish } from '#events/publish.ts';
import type { OrphanedResource } from '#events/schemas/provisioning.ts';
import type { Measure } from '#shared/measure.ts';
import type { RemovalPorts } from '#shared/ownership.ts';
import type { Execution } from '../saga/sagaView.ts';

/** A resource that is named after a tenant. */
export type NamedResource = OrphanedResource & {
  kind: 'userPool' | 'appClient' | 'apiKey' | 'table';
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

/** What a route says of a tenant's resources, and whom it was written for. */
export type OwnedRoute = {
  tenantId: string;
  userPoolId: string;
  appClientId: string;
  apiKeyId: string;
  tableName: string;
  writtenFor: string;
  firstUserEventId?: string | undefined;
};

export type OwnedClaim = { pk: string; claimedBy: string };

/** Who owns what: each answer is as consistent as DynamoDB can give it. */
export type Ownership = {
  routes(): Promise<OwnedRoute[]>;
  routeOf(tenantId: string): Promise<OwnedRoute | undefined>;
  claims(): Promise<OwnedClaim[]>;
  /** Who has claimed the tenant's id. */
  claimantOf(tenantId: string): Promise<string | undefined>;
  /** Removes the route if it is still this owner's and nobody uses it. */
  removeRoute(tenantId: string, owner: string): Promise<void>;
  /** Removes the claim if it is still this owner's. */
  removeClaim(pk: string, owner: string): Promise<void>;
};

export type SweepPorts = RemovalPorts & {
  listings: readonly ResourceListing[];
  ownership: Ownership;
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
  routes: ReadonlyMap<string, OwnedRoute>;
  claims: readonly OwnedClaim[];
  /** What is younger may still find its owner. */
  madeBefore: Date;
};
