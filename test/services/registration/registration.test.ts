import { describe, expect, it } from '@jest/globals';
import {
  type FactName,
  factNames,
  failureOf,
  Registration,
  statusAt,
  statusOf,
  waitingOf,
} from '../../../services/registration/registration.ts';
import { aRegistration } from '../../support/builders.ts';

const failure = (failedStep: string) => ({
  failedStep,
  error: { name: 'E', message: 'm' },
  compensated: true,
  stuck: [],
});

/** A registration that has seen these facts, by their sequence. */
const having = (facts: Partial<Record<FactName, number>>) =>
  Registration.parse({
    ...aRegistration(),
    ...facts,
    failure: failure('CreateApiKey'),
    adminFailure: failure('CreateTenantAdmin'),
  });

const [announced, provisioned, failed, created, notCreated] = factNames;

const table: [string, Partial<Record<FactName, number>>, string, string | undefined][] = [
  ['nothing', {}, 'registered', undefined],
  ['its announcement', { [announced]: 1 }, 'provisioning', undefined],
  ['a failure', { [announced]: 1, [failed]: 2 }, 'failed', 'CreateApiKey'],
  ['only a failure', { [failed]: 2 }, 'failed', 'CreateApiKey'],
  ['resources', { [announced]: 1, [provisioned]: 2 }, 'provisioned', undefined],
  ['resources and an admin', { [provisioned]: 2, [created]: 3 }, 'active', undefined],
  ['only an admin', { [announced]: 1, [created]: 3 }, 'provisioning', undefined],
  ['a failed replay after a failure', { [failed]: 4, [provisioned]: 3 }, 'failed', 'CreateApiKey'],
  ['a good replay after a failure', { [failed]: 2, [provisioned]: 4 }, 'provisioned', undefined],
  [
    'a good replay and an admin',
    { [failed]: 2, [provisioned]: 4, [created]: 5 },
    'active',
    undefined,
  ],
  ['an admin older than the replay', { [created]: 3, [provisioned]: 4 }, 'provisioned', undefined],
  ['no admin', { [provisioned]: 2, [notCreated]: 3 }, 'provisioned', 'CreateTenantAdmin'],
  ['an admin after all', { [provisioned]: 2, [notCreated]: 3, [created]: 4 }, 'active', undefined],
  ['an offboarding', { [provisioned]: 2, offboarded: 30 }, 'offboarded', undefined],
  ['an offboarding alone', { offboarded: 30 }, 'offboarded', undefined],
  [
    'an offboarding, whatever is told after',
    { offboarded: 30, [failed]: 39, deactivated: 40 },
    'offboarded',
    undefined,
  ],
];

describe('statusOf', () => {
  it.each(table)('of a registration with %s', (_what, facts, status) => {
    expect(statusOf(having(facts))).toBe(status);
  });
});

describe('failureOf', () => {
  it.each(table.map(([what, facts, , failedStep]) => ({ what, facts, failedStep })))(
    'of a registration with $what',
    ({ facts, failedStep }) => {
      const { adminFailure, ...rest } = having(facts);
      const known = facts[notCreated] === undefined ? rest : { ...rest, adminFailure };

      expect(failureOf(known)?.failedStep).toBe(failedStep);
    },
  );
});

describe('waitingOf', () => {
  const queue = {
    reservedAt: '2026-01-05T09:00:00.000Z',
    startsAt: '2026-01-05T09:10:00.000Z',
    ahead: 1_000,
  };
  const queued = { ...having({ [announced]: 1 }), queue };
  const at = (time: string) => new Date(`2026-01-05T${time}Z`);

  it.each([
    ['09:00:00', 1_000, 600],
    ['09:05:00', 500, 300],
    ['09:09:59.5', 1, 1],
    // A clock that is behind the one that gave the place.
    ['08:59:00', 1_000, 660],
  ])('counts the time and those ahead down: at %s it is %d in %d s', (time, ahead, seconds) => {
    expect(waitingOf(queued, at(time))).toEqual({ startsAt: queue.startsAt, ahead, seconds });
    expect(statusAt(queued, at(time))).toBe('queued');
  });

  it('is over when its time has come, without another event', () => {
    expect(waitingOf(queued, at('09:10:00'))).toBeUndefined();
    expect(statusAt(queued, at('09:10:00'))).toBe('provisioning');
  });

  it('waits for nothing once it has failed', () => {
    const failed_ = { ...having({ [announced]: 1, [failed]: 2 }), queue };

    expect(statusAt(failed_, at('09:05:00'))).toBe('failed');
  });
});
