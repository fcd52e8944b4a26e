import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { aTenantId, aUlid } from '../../support/builders.ts';
import { isSignedBy } from '../../support/isSignedBy.ts';
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

const HOUR = 60;
const ALL = { limit: 100, after: undefined };
const secretOf = ({ secrets }: { secrets: { value: string }[] }) => secrets[0]?.value ?? '';
const idsPosted = () => hooks.posted.map(({ id }) => id);
const minutesPosted = () => hooks.posted.map(({ minute }) => minute);
const entriesOf = async (webhookId: string, of: 'attempts' | 'dead' = 'attempts') =>
  (await hooks.log(webhookId, of, ALL)).entries;
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a failing delivery', () => {
  it('is retried for 24 hours and then dead', async () => {
    const { webhookId } = await hooks.anEndpoint();
    hooks.answer(() => answering(500));

    await hooks.event(1);
    await hooks.pass(26);

    const expected = [0, 1, 6, 21, 51, 111, 231, 471, 711, 951, 1_191, 1_431, 1_440];
    expect(minutesPosted()).toEqual(expected);
    const entries = (await entriesOf(webhookId)).reverse();
    expect(entries.map(({ attempt }) => attempt)).toEqual(range(1, 13));
    expect(entries.map(({ status }) => status)).toEqual([...Array(12).fill('failed'), 'dead']);
    expect(entries.slice(0, -1).map(({ next }) => next)).toEqual(
      entries.slice(1).map(({ at }) => at),
    );
    expect(await entriesOf(webhookId, 'dead')).toEqual([entries.at(-1)]);
  });

  it('is the same message on every attempt, with a timestamp and a signature of its own', async () => {
    const endpoint = await hooks.anEndpoint();
    hooks.answer(() => answering(500));

    await hooks.event(1);
    await hooks.advance(HOUR);

    expect(new Set(hooks.posted.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
    expect(new Set(hooks.posted.map(({ signature }) => signature)).size).toBe(5);
    expect(hooks.posted.every((request) => isSignedBy(secretOf(endpoint), request))).toBe(true);
  });

  it.each([
    ['a refused connection', { kind: 'failed', problem: 'ECONNREFUSED' } as const],
    ['a redirect', answering(302)],
    ['a refusal', answering(400)],
    ['an overload', answering(429)],
  ])('is retried after %s', async (_what, answer) => {
    await hooks.anEndpoint();
    hooks.answer(() => answer);
    await hooks.event(1);

    hooks.answer(() => answering(200));
    await hooks.advance(HOUR);

    expect(minutesPosted()).toEqual([0, 1]);
  });

  it('waits as long as the endpoint asks', async () => {
    await hooks.anEndpoint();
    hooks.answer(() => answering(503, '1800'));
    await hooks.event(1);

    hooks.answer(() => answering(200));
    await hooks.advance(HOUR);

    expect(minutesPosted()).toEqual([0, 30]);
  });
});

describe('an endpoint that was down for hours', () => {
  it('catches up in order per tenant, with nothing lost and nothing doubled', async () => {
    const { webhookId } = await hooks.anEndpoint();
    const [one, two] = [range(1, 30), range(101, 130)];
    hooks.answer(() => ({ kind: 'failed', problem: 'ECONNREFUSED' }));
    for (const [index, n] of one.entries()) {
      await hooks.event(n, 1);
      await hooks.event(two[index] ?? 0, 2);
      await hooks.pass(0.25);
    }
    const whileDown = hooks.posted.splice(0);

    hooks.answer(() => answering(200));
    await hooks.pass(4);

    const idsOf = (tenant: number) =>
      hooks.posted.filter(({ tenantId }) => tenantId === aTenantId(tenant)).map(({ id }) => id);
    expect(new Set(whileDown.map(({ id }) => id))).toEqual(new Set([aUlid(1), aUlid(101)]));
    expect(idsOf(1)).toEqual(one.map(aUlid));
    expect(idsOf(2)).toEqual(two.map(aUlid));
    expect(await entriesOf(webhookId, 'dead')).toEqual([]);
  });

  it('goes by the sequence of what waits, not by ids, which clocks make', async () => {
    await hooks.anEndpoint();
    hooks.answer(() => answering(500));
    await hooks.event(1, 1, 1);
    await hooks.event(2, 1, 12);
    await hooks.event(3, 1, 9);
    hooks.posted.splice(0);

    hooks.answer(() => answering(200));
    await hooks.advance(HOUR);

    expect(idsPosted()).toEqual([aUlid(1), aUlid(3), aUlid(2)]);
  });

  it('does not make one tenant wait for another', async () => {
    await hooks.anEndpoint();
    hooks.answer(({ tenantId }) => answering(tenantId === aTenantId(1) ? 500 : 200));

    await hooks.event(1, 1);
    await hooks.event(2, 2);
    await hooks.event(3, 1);
    await hooks.event(4, 2);

    expect(idsPosted()).toEqual([aUlid(1), aUlid(2), aUlid(4)]);
  });

  it('goes on with the next event when one is dead', async () => {
    const { webhookId } = await hooks.anEndpoint();
    hooks.answer(({ id }) => answering(id === aUlid(1) ? 422 : 200));

    await hooks.event(1);
    await hooks.event(2);
    await hooks.pass(24);

    expect(idsPosted().slice(-2)).toEqual([aUlid(1), aUlid(2)]);
    expect(await entriesOf(webhookId, 'dead')).toMatchObject([{ eventId: aUlid(1) }]);
  });
});

describe('an endpoint that answers 410', () => {
  it('is disabled, and gets nothing more', async () => {
    const { webhookId } = await hooks.anEndpoint();
    hooks.answer(() => answering(410));

    await hooks.event(1, 1);
    await hooks.event(2, 2);
    await hooks.advance(HOUR);

    expect(idsPosted()).toEqual([aUlid(1)]);
    expect(await hooks.endpoints.get(webhookId)).toMatchObject({ status: 'disabled' });
  });

  it('has what it missed as dead letters, which a redrive sends in order', async () => {
    const { webhookId } = await hooks.anEndpoint();
    hooks.answer(() => answering(500));
    await hooks.event(1);
    await hooks.event(2);
    hooks.answer(() => answering(410));
    await hooks.advance(2);
    await hooks.event(3);
    const dead = (await entriesOf(webhookId, 'dead')).map(({ eventId }) => eventId);
    hooks.posted.splice(0);

    hooks.answer(() => answering(200));
    await hooks.endpoints.setStatus(webhookId, 'enabled');
    const redriven = await hooks.redriven(webhookId);

    expect(dead).toEqual([aUlid(3), aUlid(2), aUlid(1)]);
    expect(redriven).toEqual({ redriven: 3, more: false });
    expect(idsPosted()).toEqual([aUlid(1), aUlid(2), aUlid(3)]);
    expect(await entriesOf(webhookId, 'dead')).toEqual([]);
  });
});

describe('a redriven delivery', () => {
  it('has its 24 hours again', async () => {
    const { webhookId } = await hooks.anEndpoint();
    hooks.answer(() => answering(500));
    await hooks.event(1);
    await hooks.pass(24);
    hooks.posted.splice(0);

    await hooks.redriven(webhookId);
    await hooks.redriven(webhookId);
    await hooks.pass(25);

    expect(minutesPosted().map((minute) => minute - 24 * HOUR)).toEqual([
      0, 1, 6, 21, 51, 111, 231, 471, 711, 951, 1_191, 1_431, 1_440,
    ]);
    expect(await entriesOf(webhookId, 'dead')).toHaveLength(1);
  });
});
