import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import type { Route } from '../../../../services/shared/route.ts';
import { aTenantId, aUlid } from '../../../support/builders.ts';
import { fixedNow } from '../../../support/fakes.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';
import { problemOf } from '../../../support/proxyEvent.ts';
import { aStatusDeployment, inUse, tenantId } from './statusDeployment.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const aDeployment = (more?: Partial<Route>) => aStatusDeployment(engine, more);

const DAY_MS = 24 * 3_600_000;
const inDays = (days: number) => new Date(fixedNow().getTime() + days * DAY_MS).toISOString();

describe('tenantStatusRoutes: a tenant that is to leave', () => {
  it('is served as before, with the time of its erasure, and the bus hears of it', async () => {
    const { offboard, route, heard } = await aDeployment();

    const answer = await offboard({ confirm: 'Tenant 1', graceDays: 7 });

    expect(answer.statusCode).toBe(202);
    expect(answer.content).toMatchObject({ status: 'leaving', eraseAt: inDays(7) });
    expect(await route()).toMatchObject({ status: 'active', eraseAt: inDays(7) });
    expect(heard).toMatchObject([
      { type: 'TenantOffboardingScheduled', data: { tenantId, eraseAt: inDays(7), by: 'root' } },
    ]);
  });

  it('has thirty days where none are named, and another time when asked again', async () => {
    const { offboard, heard } = await aDeployment();

    const first = await offboard();
    const second = await offboard({ confirm: 'Tenant 1', graceDays: 0 });

    expect(first.content).toMatchObject({ eraseAt: inDays(30) });
    expect(second.content).toMatchObject({ eraseAt: inDays(0) });
    expect(heard.map(({ metadata }) => metadata.sequence)).toEqual([10, 11]);
  });

  it('stays once it is activated', async () => {
    const { offboard, activate, route, heard } = await aDeployment();
    await offboard();

    const answer = await activate();

    expect(answer.content).toMatchObject({ status: 'active' });
    expect(answer.content).not.toHaveProperty('eraseAt');
    expect(await route()).not.toHaveProperty('eraseAt');
    expect(heard.map(({ type }) => type)).toEqual([
      'TenantOffboardingScheduled',
      'TenantOffboardingCancelled',
    ]);
  });

  it('stays suspended until it is activated, which is told as two changes', async () => {
    const { deactivate, offboard, activate, heard } = await aDeployment();
    await deactivate();

    const leaving = await offboard();
    await activate();

    expect(leaving.content).toMatchObject({ status: 'inactive', eraseAt: inDays(30) });
    expect(heard.map(({ type, metadata }) => [type, metadata.sequence])).toEqual([
      ['TenantDeactivated', 10],
      ['TenantOffboardingScheduled', 11],
      ['TenantOffboardingCancelled', 12],
      ['TenantActivated', 13],
    ]);
  });

  const busy = { id: aUlid(1), kind: 'offboarding', since: fixedNow().toISOString() };

  it.each([
    ['another name', inUse, { confirm: 'tenant 1' }, 400, 'InvalidRequest'],
    ['no name', inUse, {}, 400, 'InvalidRequest'],
    ['more than 90 days', inUse, { confirm: 'Tenant 1', graceDays: 91 }, 400, 'InvalidRequest'],
    ['a protected tenant', { ...inUse, protected: true }, undefined, 409, 'TenantProtected'],
    ['one without a user', {}, undefined, 409, 'TenantNotReady'],
    [
      'one that is being changed',
      { ...inUse, operation: busy },
      undefined,
      409,
      'OperationUnderWay',
    ],
  ])('is refused for %s, and nothing changes', async (_what, more, body, status, code) => {
    const { offboard, route, heard } = await aDeployment(more);
    const before = await route();

    const answer = await offboard(body);

    expect(answer).toMatchObject({ statusCode: status, content: { code } });
    expect(await route()).toEqual(before);
    expect(heard).toEqual([]);
  });

  it('is refused for an unknown tenant', async () => {
    const { call } = await aDeployment();

    const answer = await call('DELETE', { id: aTenantId(2), body: { confirm: 'Tenant 2' } });

    expect(problemOf(answer)).toMatchObject({ code: 'TenantNotFound' });
  });
});
