import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { deliver, LONGEST_DELAY_SECONDS } from '../../../services/webhooks/deliver.ts';
import { goodHealth } from '../../../services/webhooks/health.ts';
import { aTenantId, aUlid } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { answering, type WebhookFixture, webhookFixture } from '../../support/webhookFixture.ts';

let engine: ProductEngine;
let hooks: WebhookFixture;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());
beforeEach(async () => {
  hooks = await webhookFixture(engine);
});

const idsPosted = () => hooks.posted.map(({ id }) => id);
const SIX_SECONDS = 0.1;
const HALF_A_SECOND = 1 / 120;
const nothingKnown = {
  health: goodHealth,
  pausedUntil: undefined,
  retryAt: undefined,
  lookAt: undefined,
};
const dies = () => Promise.reject(new Error('the process ends'));

describe('a visit', () => {
  it('is one at a time, and sees to what comes meanwhile', async () => {
    const { webhookId } = await hooks.anEndpoint();
    let inFlight = 0;
    let most = 0;
    hooks.answer(async ({ id }) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      if (id === aUlid(1)) {
        await hooks.event(2, 2);
        await hooks.visit({ webhookId, track: 'steady' });
      }
      inFlight -= 1;
      return answering(200);
    });

    await hooks.event(1, 1);

    expect(idsPosted()).toEqual([aUlid(1), aUlid(2)]);
    expect(most).toBe(1);
  });

  it('is followed by another when there is no time left, in which other tenants have their turn', async () => {
    await hooks.anEndpoint();
    hooks.answer(() => answering(500));
    for (const n of [1, 2, 3, 4]) await hooks.event(n, 1);
    hooks.posted.splice(0);
    hooks.answer(async ({ id }) => {
      if (id === aUlid(1)) await hooks.event(5, 2);
      hooks.skip(SIX_SECONDS);
      return answering(200);
    });

    await hooks.advance(2);

    expect(idsPosted().filter((id) => id !== aUlid(5))).toEqual([1, 2, 3, 4].map(aUlid));
    expect(idsPosted().indexOf(aUlid(5))).toBe(2);
  });

  it.each([
    ['when its wake comes back', 'kept', 0.75],
    ['with the next sweep when the wake is lost, too', 'lost', 1],
  ] as const)('that did not end is made up for %s', async (_when, wakes, minute) => {
    await hooks.anEndpoint();
    hooks.answer(dies);
    await hooks.event(1);
    if (wakes === 'lost') hooks.loseWakes();
    hooks.answer(() => answering(200));
    hooks.posted.splice(0);

    await hooks.advance(2);

    expect(hooks.posted.map(({ id, minute: at }) => [id, at])).toEqual([[aUlid(1), minute]]);
  });

  it('is followed by another for what has come just before its end', async () => {
    const { webhookId } = await hooks.anEndpoint();
    await hooks.wokenBy(1);
    const visit = deliver({
      ...hooks.ports,
      async end(...given) {
        await hooks.wokenBy(2);
        return hooks.ports.end(...given);
      },
    });

    await visit({ webhookId, track: 'steady' });
    await hooks.work();

    expect(idsPosted()).toEqual([aUlid(1), aUlid(2)]);
  });

  it('makes no further attempt once the lease is another one’s', async () => {
    const { webhookId } = await hooks.anEndpoint();
    await hooks.wokenBy(1);
    await hooks.wokenBy(2);
    hooks.answer(async () => {
      const { busyUntil = '' } = (await hooks.endpoints.get(webhookId)) ?? {};
      await hooks.ports.end(webhookId, busyUntil, nothingKnown);
      hooks.skip(HALF_A_SECOND);
      await hooks.ports.begin(webhookId, hooks.now());
      return answering(200);
    });

    await hooks.visit({ webhookId, track: 'steady' });

    expect(idsPosted()).toEqual([aUlid(1)]);
    expect(hooks.queued()).toEqual([]);
  });

  it('finds what an earlier release left to wait', async () => {
    const { webhookId } = await hooks.anEndpoint();
    await hooks.wokenBy(1);
    await hooks.leftByAnEarlierRelease({ webhookId, tenantId: aTenantId(1) });

    await hooks.advance(60);

    expect(idsPosted()).toEqual([aUlid(1)]);
  });
});

describe('a troubled endpoint', () => {
  it('is woken in the track of its own, until it has answered well for a while', async () => {
    const { webhookId } = await hooks.anEndpoint();
    hooks.answer(() => answering(500));
    await hooks.event(1, 1);

    const whileDown = await hooks.wokenBy(2);
    hooks.answer(() => answering(200));
    await hooks.advance(1);
    for (let n = 3; n <= 30; n += 1) await hooks.event(n, n);

    expect(whileDown).toEqual([{ webhookId, track: 'troubled' }]);
    expect(await hooks.wokenBy(31)).toEqual([{ webhookId, track: 'steady' }]);
  });

  it('is one that answers slowly', async () => {
    const { webhookId } = await hooks.anEndpoint();
    hooks.answer(() => {
      hooks.skip(SIX_SECONDS);
      return answering(200);
    });

    await hooks.event(1);

    expect(await hooks.wokenBy(2)).toEqual([{ webhookId, track: 'troubled' }]);
  });

  it('gets nothing from the steady track, but a wake in its own', async () => {
    const { webhookId } = await hooks.anEndpoint({ health: { owed: 20, failures: 0 } });
    await hooks.wokenBy(1);

    await hooks.visit({ webhookId, track: 'steady' });

    expect(hooks.posted).toEqual([]);
    expect(hooks.queued()).toEqual([{ webhookId, track: 'troubled', seconds: 0 }]);
  });

  it('is left alone for longer and longer, however many tenants wait', async () => {
    await hooks.anEndpoint();
    hooks.answer(() => ({ kind: 'failed', problem: 'ECONNREFUSED' }));
    for (let n = 1; n <= 20; n += 1) await hooks.wokenBy(n);
    for (let n = 1; n <= 20; n += 1) await hooks.bring(100 + n, n);

    await hooks.advance(3);

    const seconds = hooks.posted.map(({ minute }) => Math.round(minute * 60));
    expect(seconds.slice(0, 9)).toEqual([0, 0, 1, 3, 7, 15, 31, 63, 123]);
  });

  it('is woken for a retry by a wake that is sent ahead, once', async () => {
    const { webhookId } = await hooks.anEndpoint();
    hooks.answer(() => answering(500));
    await hooks.event(1, 1);
    hooks.answer(() => answering(200));

    for (const n of [2, 3, 4]) await hooks.event(n, n);

    expect(hooks.queued()).toEqual([{ webhookId, track: 'troubled', seconds: 60 }]);
  });

  it('is woken by the sweep for a retry that is far off', async () => {
    await hooks.anEndpoint();
    hooks.answer(() => answering(503, '1800'));

    await hooks.event(1);
    const wakes = hooks.queued();
    hooks.loseWakes();
    await hooks.advance(30);

    expect(LONGEST_DELAY_SECONDS).toBeLessThan(1_800);
    expect(wakes).toEqual([]);
    expect(hooks.posted.map(({ minute }) => minute)).toEqual([0, 30]);
  });
});
