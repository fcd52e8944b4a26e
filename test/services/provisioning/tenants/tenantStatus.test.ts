import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../../engine/aws/dynamodb/dynamodb.ts';
import type { ControlCaller } from '../../../../services/shared/caller.ts';
import type { Route } from '../../../../services/shared/route.ts';
import { aRoute, aTenantId, aUlid } from '../../../support/builders.ts';
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

describe('tenantStatusRoutes: deactivate and activate', () => {
  it('switches a tenant off, keeps who and why, and tells the bus', async () => {
    const { deactivate, route, heard } = await aDeployment();

    const answer = await deactivate();

    const by = { by: 'root', at: fixedNow().toISOString(), reason: 'unpaid' };
    expect(answer.statusCode).toBe(200);
    expect(answer.content).toMatchObject({ tenantId, status: 'inactive', statusChange: by });
    expect(await route()).toMatchObject({ status: 'inactive', statusChange: by });
    expect(heard).toMatchObject([
      {
        type: 'TenantDeactivated',
        metadata: { sequence: 10, causationId: aRoute(1).provisionedEventId },
        data: { tenantId, reason: 'unpaid', by: 'root' },
      },
    ]);
  });

  it('gives each change the next sequence', async () => {
    const { deactivate, activate, heard } = await aDeployment();

    for (const change of [deactivate, activate, deactivate]) await change();

    expect(heard.map(({ type, metadata }) => [type, metadata.sequence])).toEqual([
      ['TenantDeactivated', 10],
      ['TenantActivated', 11],
      ['TenantDeactivated', 12],
    ]);
  });

  it('changes nothing when it is so already, and tells nothing', async () => {
    const { deactivate, route, heard } = await aDeployment();
    await deactivate('first');

    const answer = await deactivate('second');

    expect(answer.content).toMatchObject({ status: 'inactive', statusChange: { reason: 'first' } });
    expect(await route()).toMatchObject({ statusChange: { reason: 'first', sequence: 10 } });
    expect(heard).toHaveLength(1);
  });

  it('makes of several at once as many changes as there were, each told once by its own number', async () => {
    const { deactivate, activate, route, heard } = await aDeployment();

    const answers = await Promise.all([deactivate(), activate(), deactivate(), activate()]);

    const statuses = answers.map(({ statusCode }) => statusCode);
    const told = new Map(heard.map(({ metadata }) => [metadata.sequence, metadata.eventId]));
    expect(statuses.filter((status) => ![200, 503].includes(status))).toEqual([]);
    expect(told.size).toBe(new Set(heard.map(({ metadata }) => metadata.eventId)).size);
    expect(Math.max(...told.keys())).toBe((await route())?.statusChange?.sequence);
  });

  it.each([
    ['a tenant without a first user', {}, 'TenantNotReady', 'onboarding'],
    [
      'a tenant with an operation under way',
      { ...inUse, operation: { id: aUlid(5), kind: 'tierChange', since: '2026-01-05T09:00:00Z' } },
      'OperationUnderWay',
      'tierChange',
    ],
  ])('refuses %s, and names what stands against it', async (_what, more, code, named) => {
    const { deactivate, route } = await aDeployment(more);

    const answer = await deactivate();

    expect(answer.statusCode).toBe(409);
    expect(problemOf(answer)).toMatchObject({ code, message: expect.stringContaining(named) });
    expect(await route()).toMatchObject({ status: 'active' });
  });

  it.each([aTenantId(99), '*', 'client#client1'])('knows no tenant %s', async (id) => {
    const { call } = await aDeployment();

    for (const to of ['POST deactivate', 'POST activate', 'PUT protection', 'DELETE protection']) {
      const answer = await call(to, { id, body: { reason: 'x' } });
      expect(answer).toMatchObject({ statusCode: 404, content: { code: 'TenantNotFound' } });
    }
  });

  it.each([
    ['no reason', {}, ['reason']],
    ['an empty one', { reason: '  ' }, ['reason']],
    ['a long one', { reason: 'x'.repeat(201) }, ['reason']],
    ['an unknown field', { reason: 'x', until: 'tomorrow' }, ['until']],
  ])('refuses a deactivation with %s', async (_what, body, fields) => {
    const { call } = await aDeployment();

    const answer = await call('POST deactivate', { body });

    expect(answer.statusCode).toBe(400);
    expect(problemOf(answer).fields?.map(({ path }) => path)).toEqual(fields);
  });

  it('is for operators', async () => {
    const { call } = await aDeployment();
    const caller: ControlCaller = { userRole: 'TenantAdmin', userName: 'ada', tenantId };

    const answer = await call('POST activate', { caller });

    expect(answer.statusCode).toBe(403);
  });

  it('lets only one of two win who have read the same', async () => {
    const { setStatus, route } = await aDeployment();
    const before = await route();
    if (!before) throw new Error('no route');
    const change = (n: number) =>
      ({ by: 'root', at: fixedNow().toISOString(), eventId: aUlid(n), sequence: 10 }) as const;

    const first = await setStatus(before, [{ ...change(1), status: 'inactive', reason: 'x' }]);
    const second = await setStatus(before, [{ ...change(2), status: 'active' }]);

    expect(first?.statusChange?.eventId).toBe(aUlid(1));
    expect(second).toBeUndefined();
  });
});

describe('relayStatus', () => {
  it('tells what a broken bus has not heard, oldest first, and only once', async () => {
    const { deactivate, activate, relay, heard, bus, route } = await aDeployment();
    bus.isBroken = true;
    expect((await deactivate()).statusCode).toBe(200);
    expect((await activate()).statusCode).toBe(200);
    await expect(relay()).rejects.toThrow('1 tenants');
    bus.isBroken = false;

    await relay();
    await relay();

    expect(heard.map(({ metadata }) => metadata.sequence)).toEqual([10, 11]);
    expect((await route())?.unpublished).toBeUndefined();
  });

  it('leaves in the outbox what came while it told of the rest', async () => {
    const { deactivate, activate, relay, heard, bus, route, markPublished } = await aDeployment();
    bus.isBroken = true;
    await deactivate();
    const before = await route();
    if (!before) throw new Error('no route');
    await activate();

    await markPublished(before);

    bus.isBroken = false;
    await relay();
    expect(heard.map(({ metadata }) => metadata.sequence)).toEqual([10, 11]);
  });
});

describe('tenantStatusRoutes: protection', () => {
  it('protects a tenant and lifts that, and keeps who has done it', async () => {
    const { call, route } = await aDeployment();

    const before = await call('DELETE protection');
    const on = await call('PUT protection');
    const off = await call('DELETE protection');

    const by = { by: 'root', at: fixedNow().toISOString() };
    expect([before, on, off].map(({ content }) => content.protected)).toEqual([false, true, false]);
    expect(on.content.protectionChange).toEqual(by);
    expect(await route()).toMatchObject({ protected: false, protectionChange: by });
  });
});
