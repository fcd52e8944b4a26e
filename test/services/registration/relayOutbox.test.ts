import { describe, expect, it } from '@jest/globals';
import type { NewRegistration } from '../../../services/registration/registration.ts';
import { relayOutbox } from '../../../services/registration/relayOutbox.ts';
import { aRegistration } from '../../support/builders.ts';
import { fixedNow } from '../../support/fakes.ts';

const left = [aRegistration(1), aRegistration(2), aRegistration(3)];

const relayWith = (announceOne: (registration: NewRegistration) => Promise<void>) => {
  const asked: Date[] = [];
  const run = relayOutbox({
    now: fixedNow,
    announce: (registrations) => Promise.allSettled(registrations.map(announceOne)),
    async unpublished(before) {
      asked.push(before);
      return left;
    },
  });
  return { run, asked };
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
