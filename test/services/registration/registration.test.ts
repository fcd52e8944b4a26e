import { describe, expect, it } from '@jest/globals';
import {
  type FactName,
  factNames,
  failureOf,
  Registration,
  statusOf,
} from '../../../services/registration/registration.ts';
import { aRegistration, aUlid } from '../../support/builders.ts';

const failure = (failedStep: string) => ({
  failedStep,
  error: { name: 'E', message: 'm' },
  compensated: true,
  stuck: [],
});

/** A registration that has seen these facts, numbered by time. */
const having = (facts: Partial<Record<FactName, number>>) =>
  Registration.parse({
    ...aRegistration(),
    ...Object.fromEntries(Object.entries(facts).map(([name, n]) => [name, aUlid(n)])),
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
