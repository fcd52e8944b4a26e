import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import { timeOf } from '../../../../events/eventId.ts';
import { routeChanges } from '../../../../services/provisioning/tenants/routeChanges.ts';
import { tenantsFunction } from '../../../../services/provisioning/tenants/tenants.function.ts';
import { tenantRoutes } from '../../../../services/provisioning/tenants/tenants.ts';
import type { ControlCaller } from '../../../../services/shared/caller.ts';
import { httpRoutes } from '../../../../services/shared/httpRoute.ts';
import { routingTable } from '../../../../services/shared/routingTable.ts';
import { aRoute, aTenantId } from '../../../support/builders.ts';
import { fixedNow } from '../../../support/fakes.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';
import { aControlEvent, type ControlRequest, problemOf } from '../../../support/proxyEvent.ts';

const TENANTS = 5;
const everyTenant = Array.from({ length: TENANTS }, (_, n) => aTenantId(n + 1));

let engine: ProductEngine;
let call: (caller: ControlCaller, to: string, request?: ControlRequest) => Promise<Answer>;
type Answer = { statusCode: number; body: string };

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  const TableName = await engine.table('routes');
  for (const n of everyTenant.keys()) {
    const Item = { ...aRoute(n + 1), writtenFor: 'owner' };
    await engine.documents.send(new PutCommand({ TableName, Item }));
  }
  const routes = tenantRoutes({
    ...routingTable(engine.documents, TableName),
    ...routeChanges(engine.documents, TableName),
    shared: async () => ({
      appApiUrl: 'https://app.example/v1/',
      userPoolId: 'us-east-1_pooled',
      tableName: 'pooled',
      protectedByDefault: true,
    }),
    receipt: async () => undefined,
    keeps: { events: 30, logs: 7 },
    now: fixedNow,
  });
  const run = httpRoutes(tenantsFunction, routes);
  call = (caller, to, request = {}) => run(aControlEvent(caller, to, request));
});
afterAll(() => engine.destroy());

const operator: ControlCaller = { userRole: 'SystemAdmin', userName: 'root' };
const person = (userRole: 'TenantAdmin' | 'TenantUser'): ControlCaller => ({
  userRole,
  userName: 'ada',
  tenantId: aTenantId(1),
});

const bodyOf = (answer: Answer) => JSON.parse(answer.body);
const list = (query: object = {}) => call(operator, 'GET /tenants', { query });
const get = (caller: ControlCaller, tenantId: string) =>
  call(caller, 'GET /tenants/{tenantId}', { params: { tenantId } });
const idsIn = (answer: Answer): string[] =>
  bodyOf(answer).tenants.map(({ tenantId }: { tenantId: string }) => tenantId);

describe('tenantRoutes: GET /tenants', () => {
  it('lists all tenants for an operator', async () => {
    const answer = await list();

    expect(answer.statusCode).toBe(200);
    expect(idsIn(answer).sort()).toEqual(everyTenant);
    expect(bodyOf(answer).nextToken).toBeUndefined();
  });

  it('pages to the end by its own tokens, each tenant once', async () => {
    const seen: string[] = [];
    let nextToken: string | undefined;

    do {
      const answer = await list({ limit: '2', ...(nextToken !== undefined && { nextToken }) });
      expect(idsIn(answer).length).toBeLessThanOrEqual(2);
      seen.push(...idsIn(answer));
      nextToken = bodyOf(answer).nextToken;
    } while (nextToken !== undefined);

    expect(seen.sort()).toEqual(everyTenant);
  });

  it('gives away no key, no table and nothing that provisioning keeps beside', async () => {
    const { body } = await list();

    expect(body).not.toMatch(/secret|apiKey|key-|tableName|writtenFor|registrationId/);
  });

  it.each(['TenantAdmin', 'TenantUser'] as const)('answers 403 to a %s', async (role) => {
    expect((await call(person(role), 'GET /tenants')).statusCode).toBe(403);
  });

  it.each(['', 'x', '!!!', '////', Buffer.from('t1').toString('base64url'), 'A'.repeat(1_999)])(
    'answers 400 to a nextToken that no list gave: %#',
    async (nextToken) => {
      const answer = await list({ nextToken });

      expect(answer.statusCode).toBe(400);
      expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(['nextToken']);
    },
  );

  it('goes on after a tenant that is gone', async () => {
    const nextToken = Buffer.from(aTenantId(99)).toString('base64url');

    expect((await list({ nextToken })).statusCode).toBe(200);
  });
});

describe('tenantRoutes: GET /tenants/{tenantId}', () => {
  it.each([
    ['an operator', operator],
    ['its own admin', person('TenantAdmin')],
  ])('shows a tenant to %s, without its key and table', async (_who, caller) => {
    const answer = await get(caller, aTenantId(1));

    const { tenantId, tenantName, tier, deployment, status, userPoolId, appClientId } = aRoute(1);
    const placed = { userPoolId, appClientId, identity: 'shared', data: 'shared' };
    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toEqual({
      ...{ tenantId, tenantName, tier, deployment, status, ...placed },
      since: timeOf(aRoute(1).provisionedEventId),
      adminEmail: 'admin1@example.com',
      protected: true,
      appApiUrl: 'https://app.example/v1/',
    });
  });

  it.each([
    ['an operator who asks for one that there is not', operator, aTenantId(99), 404],
    ['an operator who asks for nonsense', operator, '*', 404],
    ['an operator who asks for another item of the table', operator, 'client#client1', 404],
    ['an operator who asks for a long name', operator, 't'.repeat(65), 400],
    ['an admin of another tenant', person('TenantAdmin'), aTenantId(2), 403],
    ['an admin who asks for one that there is not', person('TenantAdmin'), aTenantId(99), 403],
    ['a TenantUser of its own', person('TenantUser'), aTenantId(1), 403],
  ])('answers %s with its status', async (_who, caller, tenantId, status) => {
    expect((await get(caller, tenantId)).statusCode).toBe(status);
  });
});

describe('tenantRoutes: PUT /tenants/{tenantId}', () => {
  const put = (caller: ControlCaller, tenantId: string, body: object) =>
    call(caller, 'PUT /tenants/{tenantId}', { params: { tenantId }, body });

  it('takes contact data as the sign-up form does, and shows it from then on', async () => {
    const body = {
      adminEmail: 'Office@Example.com',
      phone: '+44 20 7946 0000 ext. 12',
      address: 'Hauptstr. 1\r\n10115 Berlin',
    };

    const answer = await put(operator, aTenantId(2), body);

    const contact = {
      adminEmail: 'office@example.com',
      phone: '+442079460000',
      phoneExtension: '12',
      address: 'Hauptstr. 1\n10115 Berlin',
    };
    const contactChange = { by: 'root', at: fixedNow().toISOString() };
    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toMatchObject({ ...contact, contactChange });
    expect(bodyOf(await get(operator, aTenantId(2)))).toEqual(bodyOf(answer));
  });

  it('removes what is left out, and keeps the address', async () => {
    await put(operator, aTenantId(3), { adminEmail: 'new@example.com', phone: '+4915112345678' });

    const answer = await put(operator, aTenantId(3), { address: 'Berlin' });

    expect(bodyOf(answer)).toMatchObject({ adminEmail: 'new@example.com', address: 'Berlin' });
    expect(bodyOf(answer).phone).toBeUndefined();
  });

  it('lets an admin change its own tenant, and does not show it who changed it before', async () => {
    const answer = await put(person('TenantAdmin'), aTenantId(1), { address: 'Berlin' });

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer).address).toBe('Berlin');
    expect(bodyOf(answer).contactChange).toBeUndefined();
  });

  it.each([
    ['a telephone number without a country', { phone: '0151 1234567' }, 'phone'],
    ['what is no address', { adminEmail: 'x' }, 'adminEmail'],
    ['another tier', { tier: 'platinum' }, 'tier'],
    ['another name', { tenantName: 'Other' }, 'tenantName'],
    ['another status', { status: 'inactive' }, 'status'],
  ])('refuses %s', async (_what, body, field) => {
    const answer = await put(operator, aTenantId(1), body);

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual([field]);
  });

  it.each([
    ['an operator, of a tenant that there is not', operator, aTenantId(99), 404],
    ['an admin of another tenant', person('TenantAdmin'), aTenantId(2), 403],
    ['a TenantUser', person('TenantUser'), aTenantId(1), 403],
  ])('answers %s with its status', async (_who, caller, tenantId, status) => {
    expect((await put(caller, tenantId, { address: 'Berlin' })).statusCode).toBe(status);
  });
});
