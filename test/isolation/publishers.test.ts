import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rolesIn } from '../../engine/iam/roleStore.ts';
import { catalog, ownSources } from '../../events/catalog.ts';
import { forgeries } from '../support/isolation/forgeries.ts';
import { addOutsider, OUTSIDER, putAs, type Sent } from '../support/isolation/outsider.ts';
import { type Product, startProduct } from '../support/product.ts';

const SETUP_MS = 120_000;

const changesOfStatus = [
  'TenantDeactivated',
  'TenantActivated',
  'TenantOffboardingScheduled',
  'TenantOffboardingCancelled',
];

/** Who may publish what, by the function's handler. */
const publishers: Record<string, readonly string[]> = {
  'registration/register': ['TenantRegistered'],
  'registration/projectEvents': ['TenantDataErased'],
  'registration/relayOutbox': ['TenantRegistered'],
  'provisioning/onboarding/publishTenantProvisioned.run': ['TenantProvisioned'],
  'provisioning/onboarding/publishTenantProvisioningFailed.run': ['TenantProvisioningFailed'],
  'provisioning/offboarding/publishTenantOffboarded.run': ['TenantOffboarded'],
  'provisioning/offboarding/publishTenantOffboardingFailed.run': ['TenantOffboardingFailed'],
  'provisioning/orphans/sweepOrphans': ['OrphansFound'],
  'provisioning/tenants/tenantStatus': changesOfStatus,
  'provisioning/tenants/relayStatus': changesOfStatus,
  'provisioning/onboarding/startOnboarding': ['RegistrationRefused', 'TenantQueued'],
  'identity/createTenantAdmin': ['UserCreated', 'UserCreationFailed', 'UserEmailChanged'],
  'identity/reportUserCreationFailure': ['UserCreationFailed', 'UserEmailChanged'],
  'identity/users': ['UserCreated', 'UserEmailChanged'],
  'identity/removeTenantUsers': ['UserEmailChanged', 'TenantDataErased'],
  'identity/finishRemovals': ['UserEmailChanged'],
  'webhooks/fanOut': ['TenantDataErased'],
};

let product: Product;
/** Every role of the product, and whose it is where it is a function's: its handler. */
let roleNames: string[];
let handlerOf: ReadonlyMap<string, string>;

const handlers = async () => {
  const client = new LambdaClient(product.sdk);
  const found = new Map<string, string>();
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { Role = '', Description = '' } of Functions) {
      found.set(Role.split('/').at(-1) ?? '', Description);
    }
  }
  return found;
};

beforeAll(async () => {
  product = await startProduct();
  const roles = await rolesIn(product.engine.store).list();
  roleNames = roles.map(({ value: { name } }) => name);
  handlerOf = await handlers();
  await addOutsider(product);
}, SETUP_MS);
afterAll(() => product.stop());

const sendAs = (roleName: string, ...sent: readonly Sent[]) => putAs(product, roleName, sent);

const mayPublish = (roleName: string, type: string): boolean =>
  publishers[handlerOf.get(roleName) ?? '']?.includes(type) ?? false;

const publishingRoles = (): string[] =>
  roleNames.filter((name) => Object.hasOwn(publishers, handlerOf.get(name) ?? ''));

describe('an event that names somebody else', () => {
  it('is one of many', () => {
    expect(new Set(forgeries.map(({ event }) => event.type)).size).toBe(catalog.length);
    expect(forgeries.length).toBeGreaterThan(catalog.length * 4);
  });

  it.each(forgeries.map((forgery) => [forgery.event.name, forgery.field, forgery] as const))(
    '%s with another %s is denied to who may publish, but not in that name',
    async (_name, _field, { event: { source, type }, detail }) => {
      const harmless = { source: 'weather', type: 'Rained', detail: {} };
      const forgery = { source, type, detail };

      expect(await sendAs(OUTSIDER, harmless)).toBe('0 not taken');
      expect(await sendAs(OUTSIDER, forgery)).toBe('AccessDeniedException');
      expect(await sendAs(OUTSIDER, harmless, forgery)).toBe('AccessDeniedException');
    },
  );
});

/** Malformed on purpose: who may publish it is told so, and nothing comes of it. */
const malformed = ({ source, type }: { source: string; type: string }): Sent => ({
  source,
  type,
  detail: [],
});

type CatalogEvent = (typeof catalog)[number];

/** An event under the name of the service that a role is of, where that publishes it. */
const asIts = (roleName: string, event: CatalogEvent): Sent => {
  const service = handlerOf.get(roleName)?.split('/')[0];
  return malformed({
    ...event,
    source: event.ours.find((each) => each === service) ?? event.source,
  });
};

describe('each role', () => {
  it('that publishes is one of the product', () => {
    expect(publishingRoles()).toHaveLength(Object.keys(publishers).length);
  });

  it.each(catalog.map((event) => [event.name, event] as const))(
    'publishes %s if it is its publisher, and is denied it if not',
    async (_name, event) => {
      const answers = new Map<string, string>();
      for (const name of roleNames) answers.set(name, await sendAs(name, asIts(name, event)));

      const admitted = [...answers].filter(([, answer]) => answer === '1 not taken');
      const denied = [...answers].filter(([, answer]) => answer === 'AccessDeniedException');
      expect(admitted.map(([name]) => name)).toEqual(
        roleNames.filter((name) => mayPublish(name, event.type)),
      );
      expect(denied).toHaveLength(roleNames.length - admitted.length);
    },
  );

  it.each(forgeries.map((forgery) => [forgery.event.name, forgery.field, forgery] as const))(
    'is denied %s with another %s, unless it is its publisher',
    async (_name, _field, { event: { source, type }, detail }) => {
      for (const name of publishingRoles().filter((each) => !mayPublish(each, type))) {
        expect(await sendAs(name, { source, type, detail })).toBe('AccessDeniedException');
      }
    },
  );

  it.each(Object.keys(publishers))(
    '%s is denied its own events under any other source',
    async (handler) => {
      const [name = ''] = roleNames.filter((each) => handlerOf.get(each) === handler);
      const sources = [...ownSources, 'partner.sbt', 'partner.acme'];
      for (const event of catalog.filter(({ type }) => mayPublish(name, type))) {
        const own = asIts(name, event);
        for (const source of sources.filter((each) => each !== own.source)) {
          const renamed = malformed({ ...event, source });
          expect(await sendAs(name, renamed)).toBe('AccessDeniedException');
          expect(await sendAs(name, own, renamed)).toBe('AccessDeniedException');
        }
      }
    },
  );
});
