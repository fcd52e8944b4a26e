import { describe, expect, it } from '@jest/globals';
import { aPlace, aTenantRegistered } from '../../../support/builders.ts';
import { aStarter } from './aStarter.ts';

const registrationId = 'crm-4711';
const event = aTenantRegistered({ tier: 'basic', registrationId });
const { tenantId } = event.data;
const { eventId } = event.metadata;
const envelope = { source: 'partner.crm' };

describe('startOnboarding, with others before it', () => {
  it.each([
    ['premium', 'pool'],
    ['platinum', 'silo'],
  ] as const)('reserves the start of a %s tenant among those in the %s', async (tier, lane) => {
    const { run, calls } = aStarter({ kind: 'admitted' });

    await run(aTenantRegistered({ tier, registrationId }), envelope);

    expect(calls).toContain(`reserve ${lane}`);
  });

  it.each([
    [0, undefined],
    [2_000, undefined],
    [2_001, '2026-01-05T09:30:02.001Z'],
    [86_400_000, '2026-01-06T09:30:00.000Z'],
  ])('gives a saga that is to wait %d ms the start time %s', async (ms, startAt) => {
    const { run, started } = aStarter({ kind: 'admitted' }, { wait: { ms, ahead: 1 } });

    await run(event, envelope);

    expect(started[0]?.[1].startAt).toBe(startAt);
  });

  it('says nothing of a wait of ten seconds', async () => {
    const { run, bus } = aStarter({ kind: 'admitted' }, { wait: { ms: 10_000, ahead: 46 } });

    await run(event, envelope);

    expect(bus.sent).toEqual([]);
  });

  it('tells of a longer wait, with one event however often it runs', async () => {
    const { run, calls, bus } = aStarter(
      { kind: 'admitted' },
      { wait: { ms: 60_000, ahead: 276 } },
    );

    await run(event, envelope);
    await run(event, envelope);

    const [one, other] = bus.sent;
    expect(other).toEqual(one);
    expect(one).toMatchObject({
      DetailType: 'TenantQueued',
      detail: {
        metadata: {
          occurredAt: '2026-01-05T09:30:00.000Z',
          tenantId,
          correlationId: registrationId,
          causationId: eventId,
        },
        data: { registrationId, tenantId, startsAt: '2026-01-05T09:31:00.000Z', ahead: 276 },
      },
    });
    expect(calls.at(-1)).toBe(`started ${registrationId}`);
  });

  it('keeps to the place that an earlier try was given', async () => {
    const { run, started, places } = aStarter({ kind: 'admitted' });
    places.set(registrationId, aPlace(5_000, 23));

    await run(event, envelope);

    expect(started[0]?.[1].startAt).toBe('2026-01-05T09:30:05.000Z');
  });
});
