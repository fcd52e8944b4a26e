import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { putReceipts } from '../support/isolation/erasureReceipts.ts';
import { appCells, controlCells, type MatrixRole } from '../support/isolation/isolationMatrix.ts';
import {
  isolationPeople,
  type People,
  SETUP_MS,
  type Tenant,
} from '../support/isolation/isolationPeople.ts';
import { type Attempt, isolationRequests } from '../support/isolation/isolationRequests.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type WebhookSubscriber, webhookSubscriber } from '../support/webhookSubscriber.ts';

const tiers = ['basic', 'platinum'] as const;
type Tier = (typeof tiers)[number];

/** People of a tenant call once as each tier's; others belong to none. */
const callersOf = (role: MatrixRole): readonly Tier[] =>
  role === 'TenantAdmin' || role === 'TenantUser' ? tiers : ['basic'];

const byTier = <Cell extends { role: MatrixRole }>(cells: readonly Cell[]) =>
  cells.flatMap((cell) => callersOf(cell.role).map((tier) => ({ ...cell, tier })));

const Sagas = z.object({
  sagas: z.array(z.object({ executionName: z.string(), tenantId: z.string() })),
});
const Users = z.object({
  users: z.array(z.object({ username: z.string(), role: z.string(), enabled: z.boolean() })),
});

describe('the role matrix', () => {
  let product: Product;
  let people: People;
  let tenants: Record<Tier, Tenant>;
  let operatorToken: string;
  let subscriber: WebhookSubscriber;
  let requests: ReturnType<typeof isolationRequests>;

  const failedSaga = async () => {
    product.fault({
      service: 'apigateway',
      operation: 'CreateApiKey',
      error: 'LimitExceededException',
      when: 'before',
      times: 1,
    });
    const signUp = { tenantName: 'Hooli', adminEmail: 'gavin@hooli.example', tier: 'basic' };
    const { registrationId, tenantId } = await product.register(signUp);
    await product.settled(registrationId);
    const { body } = await people.call('control', `GET sagas?tenantId=${tenantId}&status=failed`, {
      token: operatorToken,
    });
    return Sagas.parse(body).sagas[0]?.executionName ?? '';
  };

  beforeAll(async () => {
    product = await startProduct();
    people = isolationPeople(product);
    operatorToken = (await people.operator()).tokens.id;
    const basic = await people.onboard('Acme', 'basic');
    tenants = { basic, platinum: await people.onboard('Globex', 'platinum') };
    await putReceipts(product, Object.values(tenants));
    subscriber = await webhookSubscriber(people, operatorToken);
    const failed = await failedSaga();
    const idle = { tenantName: 'Idle', adminEmail: 'admin@idle.example', tier: 'basic' };
    const { registrationId, tenantId: idleTenant } = await product.register(idle);
    await product.settled(registrationId);
    const facts = { failedSaga: failed, operatorToken, subscriber, idleTenant };
    requests = isolationRequests(people, facts);
  }, SETUP_MS);
  afterAll(async () => {
    await subscriber.close();
    await product.stop();
  });

  const attemptOf = ({
    role,
    variant,
    tier,
  }: Pick<Attempt, 'role' | 'variant'> & { tier: Tier }) => {
    const home = tenants[tier];
    const other = tenants[tier === 'basic' ? 'platinum' : 'basic'];
    return { role, variant, home, other };
  };

  it.each(byTier(controlCells))(
    'answers $status to $route by $role of a $tier tenant ($variant)',
    async (cell) => {
      const answer = await requests.control(cell.route, attemptOf(cell));

      expect(answer.status).toBe(cell.status);
    },
  );

  it.each(byTier(appCells))(
    'answers $status to $route by $role of a $tier tenant ($variant)',
    async (cell) => {
      const answer = await requests.app(cell.route, attemptOf(cell));

      expect(answer.status).toBe(cell.status);
    },
  );

  const tokenOf = (role: 'SystemAdmin' | 'TenantAdmin') =>
    role === 'SystemAdmin' ? operatorToken : tenants.basic.admin.tokens.id;

  it.each(['SystemAdmin', 'TenantAdmin'] as const)(
    'lets no %s make a SystemAdmin, neither new nor of a user',
    async (role) => {
      const token = tokenOf(role);
      const { tenantId, user } = tenants.basic;
      const named = {
        email: `root-${role}@acme.example`,
        ...(role === 'SystemAdmin' && { tenantId }),
      };

      const made = await people.call('control', 'POST users', {
        token,
        body: { ...named, role: 'SystemAdmin' },
      });
      const raised = await people.call('control', `PUT users/${user.username}`, {
        token,
        body: { role: 'SystemAdmin' },
      });
      const control = await people.call('control', 'POST users', {
        token,
        body: { ...named, role: 'TenantAdmin' },
      });

      expect([made.status, raised.status, control.status]).toEqual([400, 400, 201]);
    },
  );

  it.each([
    ['deleted', 'DELETE', undefined],
    ['disabled', 'PUT', { enabled: false }],
    ['demoted', 'PUT', { role: 'TenantUser' }],
  ])('lets the last TenantAdmin not be %s', async (_how, method, body) => {
    const { admin } = tenants.platinum;

    const answer = await people.call('control', `${method} users/${admin.username}`, {
      token: operatorToken,
      body,
    });
    const shown = await people.call('control', `GET users/${admin.username}`, {
      token: operatorToken,
    });

    expect(answer).toMatchObject({ status: 409, body: { code: 'LastTenantAdmin' } });
    expect(shown.body).toMatchObject({ role: 'TenantAdmin', enabled: true });
  });

  it('pages through the caller’s own users, each once', async () => {
    const { admin } = tenants.basic;
    const found: string[] = [];
    let next = '';
    do {
      const { body } = await people.call('control', `GET users?limit=3${next}`, {
        token: admin.tokens.id,
      });
      found.push(...Users.parse(body).users.map(({ username }) => username));
      next = body.nextToken === undefined ? '' : `&nextToken=${body.nextToken}`;
    } while (next !== '');
    const all = await people.call('control', 'GET users?limit=100', { token: admin.tokens.id });

    expect(found.length).toBeGreaterThan(3);
    expect(found).toEqual(Users.parse(all.body).users.map(({ username }) => username));
    expect(new Set(found).size).toBe(found.length);
  });
});
