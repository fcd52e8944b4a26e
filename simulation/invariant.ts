import type { Registration } from '../services/registration/registration.ts';
import { statusOf } from '../services/registration/registration.ts';
import { nameKey } from '../services/registration/registrationKeys.ts';
import type { Deployment } from './deployment.ts';
import { eventViolations } from './eventInvariant.ts';
import type { Facts } from './facts.ts';
import type { SeenEvent } from './witness.ts';

/** What a check looks at. */
export type Evidence = {
  facts: Facts;
  /** The registrations that somebody was told of. */
  accepted: ReadonlySet<string>;
  events: readonly SeenEvent[];
  base: Pick<Deployment, 'outputs'>;
};

/** What a tenant has, by the saga's step that makes it. */
const belongingsOf = (
  facts: Facts,
  tenantId: string,
  { tenantName = '', adminEmail = '', registeredEventId = '' }: Registration,
) => {
  const named = (list: readonly { name: string }[]) =>
    list.filter(({ name }) => name.endsWith(`-${tenantId}`));
  const keys = named(facts.keys).map(({ name }) => facts.keys.find((key) => key.name === name));
  const pools = named(facts.pools);
  return {
    ClaimTenant: facts.claims
      .filter(({ claimedBy }) => claimedBy === registeredEventId)
      .map(({ pk }) => pk),
    CreateIdentity: [...pools, ...named(facts.clients)].map(({ name }) => name),
    CreateApiKey: keys.map((key) => key?.name ?? ''),
    CreateDataStore: facts.tables.filter((name) => name.endsWith(`-${tenantId}`)),
    WriteRoute: facts.routes
      .filter((route) => route.tenantId === tenantId)
      .map((route) => route.tenantId),
    users: facts.users
      .filter(({ attributes }) => attributes['custom:tenantId'] === tenantId)
      .map(() => adminEmail),
    members: facts.members
      .filter(({ pk, tenantId: owner }) => owner === tenantId || pk === `admins#${tenantId}`)
      .map(({ pk }) => pk),
    name: facts.names
      .filter(({ pk, registrationId }) => pk === nameKey(tenantName).pk && registrationId !== '')
      .map(({ registrationId }) => registrationId),
  };
};

type Belongings = ReturnType<typeof belongingsOf>;

const STEPS = [
  'ClaimTenant',
  'CreateIdentity',
  'CreateApiKey',
  'CreateDataStore',
  'WriteRoute',
] as const;

const activeViolations = (facts: Facts, registration: Registration, has: Belongings): string[] => {
  const { tenantId = '', tier, deployment, registrationId } = registration;
  const silo = deployment === 'silo';
  const [route, ...more] = facts.routes.filter((one) => one.tenantId === tenantId);
  const pool = facts.pools.filter(({ name }) => name.endsWith(`-${tenantId}`));
  const clients = facts.clients.filter(({ name }) => name.endsWith(`-${tenantId}`));
  const keys = facts.keys.filter(({ name }) => name.endsWith(`-${tenantId}`));
  const users = facts.users.filter(({ attributes }) => attributes['custom:tenantId'] === tenantId);
  const checks: [boolean, string][] = [
    [more.length === 0 && route?.registrationId === registrationId, 'has not one route of its own'],
    [route?.tier === tier && route?.deployment === deployment, 'is routed by another tier'],
    [pool.length === (silo ? 1 : 0), `has ${pool.length} user pools`],
    [
      clients.length === 1 && clients[0]?.id === route?.appClientId,
      `has ${clients.length} app clients`,
    ],
    [clients[0]?.poolId === route?.userPoolId, 'has its app client in another pool'],
    [keys.length === 1 && keys[0]?.id === route?.apiKeyId, `has ${keys.length} API keys`],
    [keys[0]?.value === route?.apiKey, 'is routed by another key’s value'],
    [
      facts.planKeys.filter(({ key }) => key === keys[0]?.id).length === 1,
      'has a key of not one plan',
    ],
    [has.CreateDataStore.length === (silo ? 1 : 0), `has ${has.CreateDataStore.length} tables`],
    [has.ClaimTenant.length === (silo ? 2 : 3), `has ${has.ClaimTenant.length} claims`],
    [users.length === 1 && users[0]?.poolId === route?.userPoolId, `has ${users.length} users`],
    [users[0]?.attributes['custom:userRole'] === 'TenantAdmin', 'has no admin'],
    [has.members.length === 2, `has ${has.members.length} rows of members`],
    [has.name.length === 1 && has.name[0] === registrationId, 'does not hold its name'],
  ];
  return checks.filter(([well]) => !well).map(([, what]) => `active, but ${what}`);
};

const failedViolations = (registration: Registration, has: Belongings): string[] => {
  const stuck: readonly string[] = registration.failure?.stuck ?? [];
  const left = STEPS.filter((step) => has[step].length > 0 && !stuck.includes(step));
  const unnamed = left.map((step) => `failed, but ${step} left ${has[step].join(', ')}`);
  if (has.members.length > 0) unnamed.push(`failed, but left ${has.members.join(', ')}`);
  if (has.users.length > 0 && !stuck.includes('CreateIdentity'))
    unnamed.push('failed, but left a user');
  if (has.name.includes(registration.registrationId)) unnamed.push('failed, but holds its name');
  if (registration.failure?.compensated !== (stuck.length === 0))
    unnamed.push('says that it was compensated, and what is stuck');
  return unnamed;
};

const registrationViolations = (facts: Facts, registration: Registration): string[] => {
  const has = belongingsOf(facts, registration.tenantId ?? '', registration);
  const status = statusOf(registration);
  if (status === 'active') return activeViolations(facts, registration, has);
  if (status === 'failed') return failedViolations(registration, has);
  return [`ended as ${status}`];
};

/** What belongs to no tenant that anybody knows. */
const orphans = (facts: Facts): string[] => {
  const known = new Set(facts.registrations.map(({ registration }) => registration.tenantId));
  const tenantOf = (name: string) => /-tenant-(t[0-9a-z]{26})$/.exec(name)?.[1];
  const names = [...facts.pools, ...facts.clients, ...facts.keys]
    .map(({ name }) => name)
    .concat(facts.tables);
  const stray = names.filter((name) => {
    const tenantId = tenantOf(name);
    return tenantId !== undefined && !known.has(tenantId);
  });
  const users = facts.users.filter(({ attributes }) => {
    const tenantId = attributes['custom:tenantId'];
    return tenantId !== undefined && !known.has(tenantId);
  });
  return [...stray, ...users.map(({ username }) => `user ${username}`)].map(
    (name) => `nobody owns ${name}`,
  );
};

const strayPlanKeys = (facts: Facts): string[] =>
  facts.planKeys
    .filter(({ key }) => !facts.keys.some(({ id }) => id === key))
    .map(({ key }) => `a plan holds the key ${key}, which is gone`);

/** Everything that is not as the product promises it. */
export const violationsOf = ({ facts, accepted, events }: Evidence): string[] => {
  const rows = new Map(
    facts.registrations.map(({ registration }) => [registration.registrationId, registration]),
  );
  const lost = [...accepted]
    .filter((id) => !rows.has(id))
    .map((id) => `${id} was accepted and is not known`);
  const each = [...rows.values()].flatMap((registration) =>
    registrationViolations(facts, registration).map(
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
    ...strayPlanKeys(facts),
    ...running,
    ...letters,
    ...eventViolations(facts, events),
  ];
};
