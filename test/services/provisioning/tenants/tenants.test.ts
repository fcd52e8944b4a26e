import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import { tenantsFunction } from '../../../../services/provisioning/tenants/tenants.function.ts';
import { tenantRoutes } from '../../../../services/provisioning/tenants/tenants.ts';
import type { ControlCaller } from '../../../../services/shared/caller.ts';
import { httpRoutes } from '../../../../services/shared/httpRoute.ts';
import { routingTable } from '../../../../services/shared/routingTable.ts';
import { aRoute, aTenantId } from '../../../support/builders.ts';
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
  const routes = tenantRoutes(routingTable(engine.documents, TableName));
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
    const shown = { tenantId, tenantName, tier, deployment, status, userPoolId, appClientId };
    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toEqual(shown);
  });

  it.each([
    ['an operator who asks for one that there is not', operator, aTenantId(99), 404],
    ['an operator who asks for nonsense', operator, '*', 404],
    ['an operator who asks for a long name', operator, 't'.repeat(65), 400],
    ['an admin of another tenant', person('TenantAdmin'), aTenantId(2), 403],
    ['an admin who asks for one that there is not', person('TenantAdmin'), aTenantId(99), 403],
    ['a TenantUser of its own', person('TenantUser'), aTenantId(1), 403],
  ])('answers %s with its status', async (_who, caller, tenantId, status) => {
    expect((await get(caller, tenantId)).statusCode).toBe(status);
  });
});
