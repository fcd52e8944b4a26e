import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appRoutes, controlRoutes } from '../support/declaredRoutes.ts';
import { putReceipts } from '../support/isolation/erasureReceipts.ts';
import { settableClock } from '../support/isolation/isolationClock.ts';
import { controlCells } from '../support/isolation/isolationMatrix.ts';
import {
  isolationPeople,
  type People,
  SETUP_MS,
  type Tenant,
} from '../support/isolation/isolationPeople.ts';
import { isolationRequests } from '../support/isolation/isolationRequests.ts';
import { type Product, startProduct } from '../support/product.ts';
import { webhookSubscriber } from '../support/webhookSubscriber.ts';

/** A little more than the authorizer's answers are kept. */
const A_MINUTE = 61_000;

const tiers = ['basic', 'platinum'] as const;
type Tier = (typeof tiers)[number];

/** Every route that needs a token. */
const guarded = [
  ...controlRoutes.map((each) => ({ ...each, api: 'control' as const })),
  ...appRoutes.map((each) => ({ ...each, api: 'app' as const })),
].filter(({ declared }) => declared.roles !== 'everybody');

const ofTenants = guarded.flatMap(({ api, route }) =>
  (['admin', 'user'] as const).flatMap((who) => tiers.map((tier) => ({ api, route, who, tier }))),
);

/** What operators may do: of failed sagas there are none here, and nobody is told where to sign in. */
const ofOperators = controlCells.filter(
  ({ route, role, variant }) =>
    role === 'SystemAdmin' && variant === 'own' && !/\{(executionName|tenantName)}/.test(route),
);

describe('a suspended tenant', () => {
  const time = settableClock();
  let product: Product;
  let people: People;
  let tenants: Record<Tier, Tenant>;
  let operatorToken: string;
  let requests: ReturnType<typeof isolationRequests>;
  let close: () => Promise<void>;

  const switchAll = async (to: 'deactivate' | 'activate') => {
    for (const tier of tiers) await people.setStatus(tenants[tier], to, operatorToken);
    time.move(A_MINUTE);
  };

  beforeAll(async () => {
    product = await startProduct({ clock: time.clock });
    people = isolationPeople(product);
    operatorToken = (await people.operator()).tokens.id;
    const basic = await people.onboard('Acme', 'basic');
    tenants = { basic, platinum: await people.onboard('Globex', 'platinum') };
    await putReceipts(product, Object.values(tenants));
    const { tenantId: idleTenant } = await people.onboard('Idle', 'basic');
    const subscriber = await webhookSubscriber(people, operatorToken);
    close = subscriber.close;
    requests = isolationRequests(people, { failedSaga: '', operatorToken, subscriber, idleTenant });
    await switchAll('deactivate');
  }, SETUP_MS);
  afterAll(async () => {
    await close();
    await product.stop();
  });

  it.each(ofTenants)('answers 403 to $route by the $who of a $tier one', async (cell) => {
    const { api, route, who, tier } = cell;
    const { tenantId, [who]: person } = tenants[tier];
    const request = route
      .replace(' /', ' ')
      .replace('{tenantId}', tenantId)
      .replaceAll(/\{\w+}/g, person.username);

    const answer = await people.call(api, request, { token: person.tokens.id });

    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({
      code: 'TenantSuspended',
      message: expect.stringContaining('your tenant is suspended'),
    });
  });

  it.each(ofOperators)('is there for operators: $status to $route', async ({ route, status }) => {
    const home = tenants.basic;
    const attempt = { role: 'SystemAdmin', variant: 'own', home, other: home } as const;

    expect((await requests.control(route, attempt)).status).toBe(status);
  });

  it.each(tiers)('of the tier %s lets nobody sign in, and says why', async (tier) => {
    const { tenantName, admin } = tenants[tier];

    const where = await people.call('control', `GET sign-in/${tenantName}`);

    expect(where).toMatchObject({ status: 403, body: { code: 'TenantSuspended' } });
    await expect(people.signIn(admin)).rejects.toThrow('your tenant is suspended');
    await expect(people.refresh(admin)).rejects.toThrow('your tenant is suspended');
  });

  it.each(tiers)(
    'of the tier %s is as it was when it is activated, within a minute',
    async (tier) => {
      await switchAll('activate');
      const { admin, user, tenantName } = tenants[tier];

      const { id } = await people.signIn(admin);
      const answers = [
        await people.call('app', 'GET products', { token: user.tokens.id }),
        await people.call('app', 'POST products', { token: id, body: requests.bodies.products }),
        await people.call('control', 'GET users', { token: admin.tokens.id }),
        await people.call('control', `GET sign-in/${tenantName}`),
      ];

      expect(answers.map(({ status }) => status)).toEqual([200, 201, 200, 200]);
    },
  );

  it.each(['app', 'control'] as const)(
    'that is active again has the %s API refuse only what a role does not admit, and say so',
    async (api) => {
      const { user } = tenants.basic;
      const request = api === 'app' ? 'POST products' : 'GET tenants';

      const answer = await people.call(api, request, { token: user.tokens.id });

      expect(answer).toMatchObject({
        status: 403,
        body: { code: 'Forbidden', message: 'your role does not admit this request' },
      });
    },
  );
});
