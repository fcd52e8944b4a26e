import { describe, expect, it } from '@jest/globals';
import { JsonObject } from '../../engine/kernel/json.ts';
import { outgoing } from '../../events/outgoing.ts';
import { EventNotPublished } from '../../events/publishAll.ts';
import { UserCreated } from '../../events/schemas/identity.ts';
import { aTenantId, aUlid, aUserCreated } from '../support/builders.ts';
import { fakeBus, refusing, type SentEntry, tenantOf } from '../support/fakeBus.ts';

/** The n-th event, of a tenant of its own unless told. */
const anEvent = (n: number, tenant = n, userId = 'user') => {
  const tenantId = aTenantId(tenant);
  const { metadata } = aUserCreated();
  const provenance = { ...metadata, eventId: aUlid(n), tenantId, causationId: aUlid(0) };
  return outgoing(UserCreated, provenance, { ...UserCreated.example, tenantId, userId });
};

const idOf = ({ detail }: SentEntry) => JsonObject.parse(detail['metadata'])['eventId'];
const idsOf = (calls: SentEntry[][]) => calls.map((call) => call.map(idOf));
const ids = (...numbers: number[]) => numbers.map(aUlid);

const rejections = (results: PromiseSettledResult<void>[]) =>
  results.map((result) => (result.status === 'rejected' ? String(result.reason) : 'published'));

/** Refuses entries for the first so many calls that hold one. */
const refusingTimes = (times: number, isRefused: (entry: SentEntry) => boolean) => {
  let left = times;
  return (entries: SentEntry[]) => {
    const refuses = left > 0 && entries.some(isRefused);
    if (refuses) left -= 1;
    return refusing((entry) => refuses && isRefused(entry))(entries);
  };
};

describe('publishAllOn', () => {
  it('sends ten at a time, in order', async () => {
    const bus = fakeBus();
    const events = Array.from({ length: 25 }, (_, n) => anEvent(n));

    const results = await bus.publishAll(events);

    expect(bus.calls.map((call) => call.length)).toEqual([10, 10, 5]);
    expect(bus.sent.map(idOf)).toEqual(events.map(({ eventId }) => eventId));
    expect(results).toEqual(events.map(() => ({ status: 'fulfilled', value: undefined })));
  });

  it('sends nothing when there is nothing', async () => {
    const bus = fakeBus();

    expect(await bus.publishAll([])).toEqual([]);
    expect(bus.calls).toEqual([]);
  });

  it('keeps a call under a megabyte', async () => {
    const bus = fakeBus();
    const events = [1, 2, 3].map((n) => anEvent(n, n, 'x'.repeat(500_000)));

    await bus.publishAll(events);

    expect(idsOf(bus.calls)).toEqual([ids(1, 2), ids(3)]);
  });

  it('counts bytes, not characters', async () => {
    const bus = fakeBus();
    const events = [1, 2].map((n) => anEvent(n, n, '\u{1F680}'.repeat(131_000)));

    await bus.publishAll(events);

    expect(idsOf(bus.calls)).toEqual([ids(1), ids(2)]);
  });

  it('sends what is refused again, and only that', async () => {
    const bus = fakeBus(refusingTimes(2, (entry) => idOf(entry) === aUlid(2)));

    const results = await bus.publishAll([anEvent(1), anEvent(2), anEvent(3)]);

    expect(idsOf(bus.calls)).toEqual([ids(1, 2, 3), ids(2), ids(2)]);
    expect(rejections(results)).toEqual(['published', 'published', 'published']);
  });

  it('never sends a later event of a tenant before an earlier one is published', async () => {
    const bus = fakeBus(refusingTimes(1, (entry) => idOf(entry) === aUlid(1)));

    await bus.publishAll([anEvent(1, 7), anEvent(2, 7), anEvent(3, 8), anEvent(4, 7)]);

    expect(idsOf(bus.calls)).toEqual([ids(1, 3), ids(1), ids(2), ids(4)]);
  });

  it('does not let a small event overtake a big one of its tenant', async () => {
    const bus = fakeBus();
    const big = 'x'.repeat(600_000);

    await bus.publishAll([anEvent(1, 1, big), anEvent(2, 2, big), anEvent(3, 2)]);

    expect(idsOf(bus.calls)).toEqual([ids(1), ids(2), ids(3)]);
  });

  it('gives an event up after three refusals, with the later ones of its tenant', async () => {
    const bus = fakeBus(refusing(({ detail }) => tenantOf(detail) === aTenantId(7)));

    const results = await bus.publishAll([anEvent(1, 7), anEvent(2, 8), anEvent(3, 7)]);

    expect(idsOf(bus.calls)).toEqual([ids(1, 2), ids(1), ids(1)]);
    const [first, second, third] = rejections(results);
    expect(first).toContain(`UserCreated ${aUlid(1)}: InternalFailure try later`);
    expect(second).toBe('published');
    expect(third).toContain(`held back, because UserCreated ${aUlid(1)} is not published`);
    expect(results[0]).toMatchObject({ reason: expect.any(EventNotPublished) });
  });

  it('says of each event that it is lost when the call fails, and sends the other calls', async () => {
    const down = new Error('no bus');
    let calls = 0;
    const bus = fakeBus((entries) => {
      calls += 1;
      if (calls === 1) throw down;
      return refusing(() => false)(entries);
    });

    const results = await bus.publishAll(Array.from({ length: 12 }, (_, n) => anEvent(n)));

    const lost = { status: 'rejected', reason: down };
    expect(results.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => lost));
    expect(rejections(results.slice(10))).toEqual(['published', 'published']);
    expect(bus.calls).toHaveLength(2);
  });
});
