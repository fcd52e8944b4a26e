import { describe, expect, it } from '@jest/globals';
import type { NewRegistration } from '../../../services/registration/registration.ts';
import { relayOutbox } from '../../../services/registration/relayOutbox.ts';
import { aRegistration } from '../../support/builders.ts';
import { fixedNow } from '../../support/fakes.ts';

const left = [aRegistration(1), aRegistration(2), aRegistration(3)];

const relayWith = (
  announceOne: (registration: NewRegistration) => Promise<void>,
  waiting = left,
) => {
  const asked: Date[] = [];
  const measured: [string, number][] = [];
  const run = relayOutbox({
    now: fixedNow,
    measure: (metric, value) => measured.push([metric, value]),
    announce: (registrations) => Promise.allSettled(registrations.map(announceOne)),
    async unpublished(before) {
      asked.push(before);
      return waiting;
    },
  });
  return { run, asked, measured };
};

describe('relayOutbox', () => {
  it('announces what is left', async () => {
    const announced: NewRegistration[] = [];
    const { run } = relayWith(async (registration) => {
      announced.push(registration);
    });

    expect(await run()).toEqual({ announced: 3 });
    expect(announced).toEqual(left);
  });

  it('leaves ten seconds to those that may still announce themselves', async () => {
    const { run, asked } = relayWith(async () => {});

    await run();

    expect(asked).toEqual([new Date('2026-01-05T09:29:50.000Z')]);
  });

  it.each([
    ['the oldest has waited', [aRegistration(1, { registeredAt: '2026-01-05T09:28:30.000Z' })], 90],
    ['nothing waits', [], 0],
  ])('measures how long %s', async (_, waiting, seconds) => {
    const { run, measured } = relayWith(async () => {}, waiting);

    await run();

    expect(measured).toEqual([['OldestUnpublished', seconds]]);
  });

  it('announces the others when one fails, and then throws', async () => {
    const announced: NewRegistration[] = [];
    const { run } = relayWith(async (registration) => {
      if (registration.registrationId === left[0]?.registrationId) throw new Error('no');
      announced.push(registration);
    });

    await expect(run()).rejects.toThrow('1 registrations are still unpublished');
    expect(announced).toEqual(left.slice(1));
  });
});
