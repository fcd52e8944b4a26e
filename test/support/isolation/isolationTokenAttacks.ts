import type { settableClock } from './isolationClock.ts';
import type { isolationForgery } from './isolationForgery.ts';
import type { People, Tenant } from './isolationPeople.ts';

const TWO_HOURS = 2 * 3_600_000;
const TENANT = 'custom:tenantId';
const ROLE = 'custom:userRole';

type Forgery = ReturnType<typeof isolationForgery>;
export type World = {
  people: People;
  forge: Forgery;
  clock: ReturnType<typeof settableClock>;
  /** Two pool tenants and a silo one. */
  acme: Tenant;
  initech: Tenant;
  globex: Tenant;
  operator: Awaited<ReturnType<People['operator']>>;
};
type Token = (world: World) => string | Promise<string>;

/** Acme's admin's claims, signed like Cognito does: what forgeries spoil in one point each. */
const good: Token = ({ forge, acme }) =>
  forge.signed(acme.userPoolId, forge.claims(acme.admin.tokens.id));

const siloGood: Token = ({ forge, globex }) =>
  forge.signed(globex.userPoolId, forge.claims(globex.admin.tokens.id));

/** Acme's admin's claims with others in their place, under a true signature of Acme's pool. */
const claiming =
  (changes: (world: World) => Record<string, unknown>): Token =>
  (world) =>
    world.forge.signed(
      world.acme.userPoolId,
      world.forge.claims(world.acme.admin.tokens.id, changes(world)),
    );

const headed =
  (header: Record<string, unknown>): Token =>
  ({ forge, acme }) =>
    forge.signed(acme.userPoolId, forge.claims(acme.admin.tokens.id), header);

const signInToday: Token = async ({ people, acme }) => (await people.signIn(acme.admin)).id;

const seconds = (from: number): number => Math.floor(Date.now() / 1000) + from;

/** Tokens to be refused, each with one that is alike but for its flaw. */
export const tokenAttacks: [string, Token, Token][] = [
  [
    'an expired token',
    async ({ people, clock, acme }) =>
      (await clock.during(-TWO_HOURS, () => people.signIn(acme.admin))).id,
    signInToday,
  ],
  ['a token that expired a minute ago', claiming(() => ({ exp: seconds(-60) })), good],
  ['a token of later', claiming(() => ({ nbf: seconds(3_600) })), good],
  [
    'a token of a wrong pool',
    ({ forge, acme, globex }) =>
      forge.signed(
        globex.userPoolId,
        forge.claims(acme.admin.tokens.id, { iss: forge.issuerOf(globex.userPoolId) }),
      ),
    good,
  ],
  [
    'a token by another pool’s key',
    ({ forge, acme, globex }) =>
      forge.signed(globex.userPoolId, forge.claims(acme.admin.tokens.id)),
    good,
  ],
  ['a token for another client', claiming(({ initech }) => ({ aud: initech.clientId })), good],
  ['an access token', ({ acme }) => acme.admin.tokens.access, ({ acme }) => acme.admin.tokens.id],
  ['an ID token that says access', claiming(() => ({ token_use: 'access' })), good],
  ['a refresh token', ({ acme }) => acme.admin.tokens.refresh, ({ acme }) => acme.admin.tokens.id],
  ...['none', 'None', 'RS256'].map((alg): [string, Token, Token] => [
    `an unsigned token (${alg})`,
    ({ forge, acme }) => forge.unsigned(acme.userPoolId, forge.claims(acme.admin.tokens.id), alg),
    good,
  ]),
  [
    'HS256 with the public key for a secret',
    ({ forge, acme }) =>
      forge.signedWithPublicKey(acme.userPoolId, forge.claims(acme.admin.tokens.id)),
    good,
  ],
  ['an unknown key id', headed({ kid: 'nobody' }), good],
  ['no key id', headed({ kid: undefined }), good],
  ['another algorithm’s name', headed({ alg: 'RS512' }), good],
  [
    'a stranger’s key under the pool’s key id',
    ({ forge, acme }) =>
      forge.signedByStranger(acme.userPoolId, forge.claims(acme.admin.tokens.id)),
    good,
  ],
  [
    'a role raised by hand',
    ({ forge, acme }) => forge.tampered(acme.user.tokens.id, { [ROLE]: 'TenantAdmin' }),
    ({ acme }) => acme.admin.tokens.id,
  ],
  [
    'a tenant changed by hand',
    ({ forge, acme, initech }) =>
      forge.tampered(acme.admin.tokens.id, { [TENANT]: initech.tenantId, aud: initech.clientId }),
    ({ acme }) => acme.admin.tokens.id,
  ],
  [
    'a pool token that names a silo tenant',
    claiming(({ globex }) => ({ [TENANT]: globex.tenantId, aud: globex.clientId })),
    good,
  ],
  [
    'a silo token that names a pool tenant',
    ({ forge, acme, globex }) =>
      forge.signed(
        globex.userPoolId,
        forge.claims(globex.admin.tokens.id, { [TENANT]: acme.tenantId }),
      ),
    siloGood,
  ],
  [
    'a silo token for a pool tenant’s client',
    ({ forge, acme, globex }) =>
      forge.signed(
        globex.userPoolId,
        forge.claims(globex.admin.tokens.id, { [TENANT]: acme.tenantId, aud: acme.clientId }),
      ),
    siloGood,
  ],
  [
    'a pool token that names another pool tenant',
    claiming(({ initech }) => ({ [TENANT]: initech.tenantId })),
    good,
  ],
  ['a tenant that is none', claiming(() => ({ [TENANT]: 't00000000000000000000000000' })), good],
  ['no tenant', claiming(() => ({ [TENANT]: undefined })), good],
  ['an issuer elsewhere', claiming(() => ({ iss: 'https://evil.example/pool' })), good],
  [
    'an issuer elsewhere that ends like the pool’s',
    claiming(({ acme }) => ({ iss: `https://evil.example/${acme.userPoolId}` })),
    good,
  ],
  [
    'a SystemAdmin of no tenant in the tenants’ pool',
    claiming(() => ({ [ROLE]: 'SystemAdmin', [TENANT]: undefined })),
    good,
  ],
  [
    'a tenants’ pool that claims to be the operators’',
    claiming(({ forge, operator }) => ({
      iss: forge.issuerOf(operator.userPoolId),
      [ROLE]: 'SystemAdmin',
      [TENANT]: undefined,
    })),
    good,
  ],
  [
    'an operators’ token that names a tenant and its client',
    ({ forge, operator, acme }) =>
      forge.signed(
        operator.userPoolId,
        forge.claims(operator.tokens.id, {
          [ROLE]: 'TenantAdmin',
          [TENANT]: acme.tenantId,
          aud: acme.clientId,
        }),
      ),
    good,
  ],
  ['a list for claims', ({ forge, acme }) => forge.signed(acme.userPoolId, []), good],
  ['null for claims', ({ forge, acme }) => forge.signed(acme.userPoolId, null), good],
  ['no subject', claiming(() => ({ sub: undefined })), good],
  ['a subject longer than a key', claiming(() => ({ sub: 's'.repeat(2_049) })), good],
  ['a number for a tenant', claiming(() => ({ [TENANT]: 7 })), good],
  ...['x', 'a.b.c', '..', 'e30.e30.', 'Bearer', '%00', '{}', 'x'.repeat(4_000)].map(
    (text): [string, Token, Token] => [`garbage (${text.slice(0, 8)})`, () => text, good],
  ),
  ['a token cut short', ({ acme }) => acme.admin.tokens.id.slice(0, -3), good],
];

/** Roles that a good token of Acme's user may say it has. */
export const claimedRoles = ['SystemAdmin', 'TenantAdmin', 'Root', '*', '', undefined] as const;

/** A token of Acme's user, as its pool would sign it, that says another role. */
export const claimingRole = (
  { forge, acme }: World,
  role: (typeof claimedRoles)[number],
): Promise<string> =>
  forge.signed(acme.userPoolId, forge.claims(acme.user.tokens.id, { [ROLE]: role }));
