import { z } from 'zod';
import type { MemoryDatabase } from '#engine';
import { rollbackOf } from '../../services/provisioning/saga/sagaView.ts';
import { statusOf } from '../../services/registration/registration.ts';
import { isGuest } from '../plans/crowd.ts';
import { isNamedAfter } from './belongings.ts';
import { type Facts, factsOf } from './facts.ts';
import { membersOf, userOf } from './people.ts';
import type { SeenEvent } from './witness.ts';

const About = z.object({
  metadata: z.object({
    eventId: z.string(),
    tenantId: z.string(),
    causationId: z.string().optional(),
  }),
  data: z.looseObject({ userId: z.string().optional(), email: z.string().optional() }),
});

/** Says that a tenant has nothing, or not what it needs. */
const BAD_NEWS = ['TenantProvisioningFailed', 'UserCreationFailed'];

/** The members of a tenant who do not come and go. */
const residents = (facts: Facts, tenantId: string) =>
  membersOf(facts, tenantId).filter(({ email }) => !isGuest(email));

/** What of a route never changes: its first user is noted on it a moment later, and its status is an operator's. */
const lasting = ({
  firstUserEventId: _,
  status: __,
  statusChange: ___,
  unpublished: ____,
  ...route
}: Facts['routes'][number]) => Object.entries(route).sort();

/** All that a tenant has, each thing as one line of text that changes with it. */
const thingsOf = (facts: Facts, tenantId: string): string[] => {
  const named = <T extends { name: string }>(list: readonly T[]): T[] =>
    list.filter(({ name }) => isNamedAfter(tenantId, name));
  const routes = facts.routes.filter((route) => route.tenantId === tenantId);
  const owners = new Set(routes.map(({ writtenFor }) => writtenFor));
  const keys = new Set(routes.map(({ apiKeyId }) => apiKeyId));
  const counts = new Set(routes.map((route) => `admins#${route.provisionedEventId}`));
  const tables = facts.tables.map((name, at) => ({ name, id: facts.tableIds[at] }));
  return [
    ...routes.map((route) => `the route ${JSON.stringify(lasting(route))}`),
    ...named(facts.pools).map(({ id }) => `the user pool ${id}`),
    ...named(facts.clients).map(({ id, poolId }) => `the app client ${id} of ${poolId}`),
    ...named(facts.keys).map(({ id, value }) => `the API key ${id} ${value}`),
    ...facts.planKeys
      .filter(({ key }) => keys.has(key))
      .map(({ plan, key }) => `the place of ${key} in the plan ${plan}`),
    ...named(facts.others).map(({ name }) => `the resource ${name}`),
    ...named(tables).map(({ name, id }) => `the table ${name} ${id}`),
    ...residents(facts, tenantId)
      .filter((member) => userOf(facts, member))
      .map(({ username, userPoolId }) => `the user ${username} in ${userPoolId}`),
    ...facts.members
      .filter((row) => residents(facts, tenantId).includes(row) || counts.has(row.pk))
      .map(({ pk }) => `the row ${pk}`),
    ...facts.claims
      .filter(({ claimedBy }) => owners.has(claimedBy))
      .map(({ pk, claimedBy }) => `the claim ${pk} of ${claimedBy}`),
  ];
};

/** Whether a run undoes this owner's tenant now. */
const isUndone = ({ executions }: Facts, owner: string): boolean =>
  executions.some(
    ({ name, status, input }) =>
      name.startsWith(owner) && status === 'RUNNING' && input.includes('"failure"'),
  );

const Told = z.object({ eventId: z.string() });

/** Runs of a live tenant's own saga that say of something that they have undone it. */
const undone = ({ executions, routes }: Facts, tenantId: string, { runs }: Live): string[] => {
  const route = routes.find((one) => one.tenantId === tenantId);
  return executions
    .filter(({ name, input }) => {
      return !runs.has(name) && Told.parse(JSON.parse(input)).eventId === route?.writtenFor;
    })
    .flatMap(({ name, cause }) =>
      (rollbackOf({ cause })?.undone ?? []).map((step) => `${name} undid ${step}`),
    );
};

/** Members who bear another tenant's mark: what is left of an earlier try is never a live tenant's. */
const adopted = (facts: Facts, tenantId: string): string[] => {
  const route = facts.routes.find((one) => one.tenantId === tenantId);
  return membersOf(facts, tenantId)
    .filter(({ madeFor }) => route && madeFor !== route.provisionedEventId)
    .map(({ pk }) => `the row ${pk} of the live tenant ${tenantId} was made for another`);
};

type Live = {
  things: Set<string>;
  registrationId: string;
  heard: ReadonlySet<string>;
  /** The runs that had begun before. */
  runs: ReadonlySet<string>;
};

/**
 * Remembers what each tenant had when it was active: it was announced, and so was an admin of it, and
 * it had its route. Nobody here tells a tenant to leave, so all of it stays.
 */
export class LiveTenants {
  readonly #database: MemoryDatabase;
  readonly #tenants = new Map<string, Live>();
  readonly #users = new Set<string>();
  /** Events that say of a live tenant that it has failed. */
  readonly #slanders: string[] = [];
  /** The last word about each saga. */
  readonly #outcomes = new Map<string, string>();
  /** The ids of all that was published. */
  readonly #heard = new Set<string>();

  constructor(database: MemoryDatabase) {
    this.#database = database;
  }

  /** Told of each event that is published. */
  hear({ DetailType, Detail }: SeenEvent): void {
    const { metadata, data } = About.parse(JSON.parse(Detail));
    const { tenantId } = metadata;
    if (/^TenantProvision/.test(DetailType))
      this.#outcomes.set(metadata.causationId ?? '', DetailType);
    if (DetailType === 'UserCreated')
      this.#remember(tenantId, isGuest(data.email) ? undefined : data.userId);
    const live = this.#tenants.get(tenantId);
    if (live && BAD_NEWS.includes(DetailType) && !live.heard.has(metadata.eventId))
      this.#slanders.push(`${DetailType} says of the live tenant ${tenantId} that it has failed`);
    this.#heard.add(metadata.eventId);
  }

  /** The tenants that must be left alone. */
  get all(): string[] {
    return [...this.#tenants.keys()];
  }

  /** Told of a tenant that is to leave: what it has may be taken. */
  letGo(tenantId: string): void {
    this.#tenants.delete(tenantId);
    this.#users.clear();
  }

  /** What was taken from live tenants until now. */
  violations(facts: Facts): string[] {
    const lost = [...this.#tenants].flatMap(([tenantId, { things }]) => {
      const now = new Set(thingsOf(facts, tenantId));
      return [...things]
        .filter((thing) => !now.has(thing))
        .map((thing) => `the live tenant ${tenantId} lost ${thing}`);
    });
    const falsely = [...this.#tenants].flatMap(([tenantId, live]) =>
      undone(facts, tenantId, live).map(
        (what) => `the run ${what}, it says, of the live tenant ${tenantId}`,
      ),
    );
    const others = [...this.#tenants.keys()].flatMap((tenantId) => adopted(facts, tenantId));
    const users = new Set(facts.users.map(({ username }) => username));
    const gone = [...this.#users]
      .filter((userId) => !users.has(userId))
      .map((userId) => `the user ${userId} was announced and is gone`);
    return [...this.#slanders, ...falsely, ...others, ...lost, ...gone];
  }

  /** Live tenants whose registration says something else, once all events have arrived. */
  misreported({ registrations, routes }: Facts): string[] {
    return [...this.#tenants].flatMap(([tenantId, { registrationId }]) => {
      const row = registrations.find(
        ({ registration }) => registration.registrationId === registrationId,
      )?.registration;
      const status = row?.tenantId === tenantId ? statusOf(row) : 'of another tenant';
      const route = routes.find((one) => one.tenantId === tenantId);
      return status === (route?.status === 'inactive' ? 'suspended' : 'active')
        ? []
        : [`the registration of live ${tenantId} is ${status}`];
    });
  }

  #remember(tenantId: string, userId: string | undefined): void {
    const facts = factsOf(this.#database);
    const route = facts.routes.find((one) => one.tenantId === tenantId);
    if (!route || this.#outcomes.get(route.writtenFor) !== 'TenantProvisioned') return;
    if (isUndone(facts, route.writtenFor)) return;
    if (userId !== undefined) this.#users.add(userId);
    const known = this.#tenants.get(tenantId);
    const things = new Set([...(known?.things ?? []), ...thingsOf(facts, tenantId)]);
    const { registrationId } = known ?? route;
    this.#tenants.set(tenantId, {
      things,
      registrationId,
      heard: known?.heard ?? new Set(this.#heard),
      runs: known?.runs ?? new Set(facts.executions.map(({ name }) => name)),
    });
  }
}
