import { type Registration, statusOf } from '../../services/registration/registration.ts';
import { nameKey } from '../../services/registration/registrationKeys.ts';
import { resourcesOf } from '../../services/shared/route.ts';
import { isGuest } from '../plans/crowd.ts';
import {
  type Belongings,
  belongingsOf,
  countsAdminsFor,
  isNamedAfter,
  madeBy,
  otherKinds,
  STEPS,
} from './belongings.ts';
import { type ByHand, eventViolations } from './eventInvariant.ts';
import { type Facts, isServed } from './facts.ts';
import { membersOf, peopleViolations, withoutBusyPeople } from './people.ts';
import type { SeenEvent } from './witness.ts';

/** What a check looks at. */
export type Evidence = {
  facts: Facts;
  /** The registrations that somebody was told of. */
  accepted: ReadonlySet<string>;
  /** What people did beside the product; nothing where it is left out. */
  byHand?: ByHand;
  /** Looked at while things go on. */
  isUnderWay?: true;
  events: readonly SeenEvent[];
};

const NOTHING: ByHand = { emails: new Set(), causes: new Set() };

type Check = readonly [well: boolean, otherwise: string];

const routeChecks = (facts: Facts, registration: Registration): Check[] => {
  const { tenantId, tier, deployment, registrationId } = registration;
  const [route, ...more] = facts.routes.filter((one) => one.tenantId === tenantId);
  const isIts = ({ name }: { name: string }) => isNamedAfter(tenantId ?? '', name);
  const clients = facts.clients.filter(isIts);
  const keys = facts.keys.filter(isIts);
  const [client] = clients;
  const [key] = keys;
  const plans = facts.planKeys.filter((planKey) => planKey.key === key?.id);
  return [
    [more.length === 0 && route?.registrationId === registrationId, 'has not one route of its own'],
    [route?.tier === tier && route?.deployment === deployment, 'is routed by another tier'],
    [clients.length === 1, `has ${clients.length} app clients`],
    [keys.length === 1, `has ${keys.length} API keys`],
    [plans.length === 1, `has a key of ${plans.length} plans`],
    [client?.id === route?.appClientId, 'is routed to another app client'],
    [client?.poolId === route?.userPoolId, 'has its app client in another pool'],
    [key?.id === route?.apiKeyId && key?.value === route?.apiKey, 'is routed by another key'],
  ];
};

const belongingsChecks = (
  { facts, byHand = NOTHING }: Evidence,
  registration: Registration,
  has: Belongings,
): Check[] => {
  const { tenantId = '', deployment, registrationId } = registration;
  const own = deployment === 'silo' ? 1 : 0;
  const pools = facts.pools.filter(({ name }) => name.endsWith(`-${tenantId}`));
  const unsafe = facts.unsafe.filter((name) => name.endsWith(`-${tenantId}`));
  const members = membersOf(facts, tenantId).filter(({ email }) => !isGuest(email));
  const guests = membersOf(facts, tenantId).length - members.length;
  const owner = registration.registeredEventId ?? '';
  const admins = facts.members.find(countsAdminsFor(owner))?.admins;
  const claimant = facts.claims.find(({ pk }) => pk === `tenant#${tenantId}`)?.claimedBy;
  const route = facts.routes.find((one) => one.tenantId === tenantId);
  const first = members.filter(({ email }) => email === registration.adminEmail);
  const others = members.filter(
    (member) => !first.includes(member) && byHand.emails.has(member.email ?? ''),
  );
  const kinds = otherKinds(has, deployment);
  return [
    [has.others.length === kinds.length, `has ${has.others.length} other resources`],
    [kinds.every((kind) => route && kind in resourcesOf(route)), `has no route to a ${kinds}`],
    [pools.length === own, `has ${pools.length} user pools`],
    [has.CreateDataStore.length === own, `has ${has.CreateDataStore.length} tables`],
    [unsafe.length === 0, `a mistake would lose ${unsafe}`],
    [claimant === owner, 'has not claimed its id'],
    [has.ClaimTenant.length === 1, `has ${has.ClaimTenant.length} claims`],
    [first.length === 1, `has ${first.length} first admins`],
    [members.length === first.length + others.length, `has ${members.length} members`],
    [members.every(({ userPoolId }) => userPoolId === route?.userPoolId), 'has members elsewhere'],
    [members.every(({ role }) => role === 'TenantAdmin'), 'has members who are no admins'],
    [
      has.members.length === members.length + guests + 1,
      `has ${has.members.length} rows of members`,
    ],
    [admins === members.length, `counts ${admins} admins`],
    [has.WriteRoute.length === 2, `has ${has.WriteRoute.length} rows of routes`],
    [has.name.join() === registrationId, 'does not hold its name'],
  ];
};

const activeViolations = (
  evidence: Evidence,
  registration: Registration,
  has: Belongings,
): string[] =>
  [...routeChecks(evidence.facts, registration), ...belongingsChecks(evidence, registration, has)]
    .filter(([well]) => !well)
    .map(([, otherwise]) => `active, but ${otherwise}`);

const failedViolations = (registration: Registration, has: Belongings): string[] => {
  const stuck: readonly string[] = registration.failure?.stuck ?? [];
  const left = STEPS.filter((step) => madeBy(step, has).length > 0 && !stuck.includes(step));
  const unnamed = left.map((step) => `failed, but ${step} left ${madeBy(step, has).join(', ')}`);
  // Members go after their route: while that is stuck they are there still.
  const members = stuck.includes('WriteRoute') ? [] : has.members;
  if (members.length > 0) unnamed.push(`failed, but left ${members.join(', ')}`);
  if (has.name.includes(registration.registrationId)) unnamed.push('failed, but holds its name');
  if (registration.failure?.compensated !== (stuck.length === 0))
    unnamed.push('says that it was compensated, and what is stuck');
  return unnamed;
};

/** Whether what bears the tenant's id can be of another registration, which named the same tenant. */
const isAnothers = (facts: Facts, { registrationId, tenantId }: Registration): boolean =>
  facts.registrations.some(
    ({ registration: other }) =>
      other.registrationId !== registrationId &&
      other.tenantId === tenantId &&
      (isServed(other) || (other.failure?.stuck.length ?? 0) > 0),
  );

const registrationViolations = (evidence: Evidence, registration: Registration): string[] => {
  const { facts } = evidence;
  const anothers = statusOf(registration) === 'failed' && isAnothers(facts, registration);
  const own = anothers ? 'nothing' : (registration.tenantId ?? '');
  const has = belongingsOf(facts, own, registration);
  const status = statusOf(registration);
  if (isServed(registration)) return activeViolations(evidence, registration, has);
  if (status === 'failed') return failedViolations(registration, has);
  return [`ended as ${status}`];
};

/** What belongs to no tenant that anybody knows. */
const orphans = (facts: Facts): string[] => {
  const known = new Set(facts.registrations.map(({ registration }) => registration.tenantId));
  const tenantOf = (name: string) => /-tenant-(t[0-9a-z]{26})(?:-|$)/.exec(name)?.[1];
  const names = [...facts.pools, ...facts.clients, ...facts.keys, ...facts.others]
    .map(({ name }) => name)
    .concat(facts.tables);
  const stray = names.filter((name) => {
    const tenantId = tenantOf(name);
    return tenantId !== undefined && !known.has(tenantId);
  });
  return stray.map((name) => `nobody owns ${name}`);
};

const strayPlanKeys = (facts: Facts): string[] =>
  facts.planKeys
    .filter(({ key }) => !facts.keys.some(({ id }) => id === key))
    .map(({ key }) => `a plan holds the key ${key}, which is gone`);

/** Names that are kept for a registration that is called otherwise. */
const strayNames = ({ names, registrations }: Facts): string[] =>
  names
    .filter(({ pk, registrationId }) =>
      registrations.every(
        ({ registration }) =>
          registration.registrationId !== registrationId ||
          nameKey(registration.tenantName ?? '').pk !== pk,
      ),
    )
    .map(({ pk, registrationId }) => `${pk} is kept for ${registrationId}`);

/** Everything that is not as the product promises it. */
export const violationsOf = (evidence: Evidence): string[] => {
  const { facts, accepted, byHand = NOTHING, isUnderWay, events } = evidence;
  const rows = new Map(
    facts.registrations.map(({ registration }) => [registration.registrationId, registration]),
  );
  const lost = [...accepted]
    .filter((id) => !rows.has(id))
    .map((id) => `${id} was accepted and is not known`);
  const each = [...rows.values()].flatMap((registration) =>
    registrationViolations(evidence, registration).map(
      (what) => `${registration.registrationId} (${registration.tier ?? '?'}): ${what}`,
    ),
  );
  const running = facts.executions
    .filter(({ status }) => status === 'RUNNING')
    .map(({ name }) => `${name} still runs`);
  const letters = facts.messages > 0 ? [`${facts.messages} dead letters are left`] : [];
  return [
    ...lost,
    ...each,
    ...orphans(facts),
    ...peopleViolations(isUnderWay ? withoutBusyPeople(facts) : facts),
    ...strayPlanKeys(facts),
    ...strayNames(facts),
    ...running,
    ...letters,
    ...eventViolations({ facts, byHand }, events),
  ];
};
