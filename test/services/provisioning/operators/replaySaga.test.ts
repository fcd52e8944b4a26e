import { describe, expect, it } from '@jest/globals';
import { OnboardingInput } from '../../../../services/provisioning/onboarding/onboardingInput.ts';
import type { Execution } from '../../../../services/provisioning/saga/sagaView.ts';
import { anExecution, aRoute, aStepInput, aUlid } from '../../../support/builders.ts';
import { problemOf } from '../../../support/proxyEvent.ts';
import { bodyOf, sagasApi } from '../../../support/sagasApi.ts';

const eventId = aUlid(1_001);
const failed = anExecution();
const again = (n: number, more: Partial<Execution> = {}) =>
  anExecution(1, { name: `${eventId}-r${n}`, ...more });

const input = OnboardingInput.parse(aStepInput(1));

const runs = (replayed: number) => [
  failed,
  ...Array.from({ length: replayed }, (_, n) => again(n + 1)),
];

const stuck = {
  error: 'LimitExceededException',
  cause: JSON.stringify({
    failedStep: 'CreateApiKey',
    message: '{"errorMessage":"full"}',
    undone: ['CreateApiKey', 'ClaimTenant'],
    stuck: ['CreateIdentity'],
  }),
};

const undoingFirst = {
  failure: {
    step: 'CreateApiKey',
    error: { Error: 'LimitExceededException', Cause: '{"errorMessage":"full"}' },
  },
  undone: [],
  stuck: [],
};

const route = aRoute(1, { writtenFor: eventId });

const heldByOthers = async () => ['tenant name Tenant 1'];

describe('replaySaga', () => {
  const replays: [string, string, Execution[], number][] = [
    ['the first run', eventId, [failed], 1],
    ['a replay', `${eventId}-r1`, [failed, again(1)], 2],
    ['the first run after a replay', eventId, [failed, again(1)], 2],
    ['the eleventh run', `${eventId}-r10`, runs(10), 11],
  ];

  it.each(replays)('runs %s again, under the next name', async (_what, name, known, next) => {
    const { replay, started } = sagasApi(known);

    const answer = await replay(name);

    expect(answer.statusCode).toBe(202);
    expect(bodyOf(answer)).toEqual({ executionName: `${eventId}-r${next}` });
    expect(started).toEqual([[`${eventId}-r${next}`, { ...input, replay: next }]]);
  });

  it.each(['TIMED_OUT', 'ABORTED'])('runs one again that is %s', async (status) => {
    const { replay, started } = sagasApi([anExecution(1, { status, cause: 'by hand' })]);

    expect((await replay(eventId)).statusCode).toBe(202);
    expect(started).toEqual([[`${eventId}-r1`, { ...input, replay: 1 }]]);
  });

  it('runs one again that has succeeded when its tenant is gone', async () => {
    const { replay, started } = sagasApi([anExecution(1, { status: 'SUCCEEDED' })]);

    expect((await replay(eventId)).statusCode).toBe(202);
    expect(started).toHaveLength(1);
  });

  it('undoes first what the last run left stuck, then starts over', async () => {
    const then = 'startOver';
    const { replay, started } = sagasApi([failed, again(1, stuck)]);

    const answer = await replay(eventId);

    expect(bodyOf(answer)).toEqual({ executionName: `${eventId}-r2` });
    expect(started).toEqual([[`${eventId}-r2`, { ...input, replay: 2, ...undoingFirst, then }]]);
  });

  it('looks at the last run alone for what is stuck', async () => {
    const { replay, started } = sagasApi([anExecution(1, stuck), again(1)]);

    await replay(eventId);

    expect(started).toEqual([[`${eventId}-r2`, { ...input, replay: 2 }]]);
  });

  it('only undoes what is stuck when the name has become another tenant’s', async () => {
    const then = 'giveUp';
    const { replay, started } = sagasApi([anExecution(1, stuck)], { heldByOthers });

    const answer = await replay(eventId);

    expect(answer.statusCode).toBe(202);
    expect(bodyOf(answer)).toEqual({
      executionName: `${eventId}-r1`,
      undoOnly: 'another registration has it by now: tenant name Tenant 1',
    });
    expect(started).toEqual([[`${eventId}-r1`, { ...input, replay: 1, ...undoingFirst, then }]]);
  });

  it('refuses when the name has become another tenant’s and nothing is stuck', async () => {
    const { replay, started } = sagasApi([failed], { heldByOthers });

    const answer = await replay(eventId);

    expect(answer.statusCode).toBe(409);
    expect(problemOf(answer)).toMatchObject({
      code: 'SagaNotReplayable',
      message: 'another registration has it by now: tenant name Tenant 1',
    });
    expect(started).toEqual([]);
  });

  it.each([
    ['is running', eventId, [anExecution(1, { status: 'RUNNING' })]],
    ['made an active tenant', eventId, [anExecution(1, { status: 'SUCCEEDED' })]],
    ['is running as a replay', eventId, [failed, again(1, { status: 'RUNNING' })]],
    ['made an active tenant as a replay', eventId, [failed, again(1, { status: 'SUCCEEDED' })]],
    ['was started by hand, with another input', eventId, [anExecution(1, { input: '{}' })]],
  ])('answers 409 for a saga that %s', async (_what, name, known) => {
    const { replay, started } = sagasApi(known, { routeOf: async () => route });

    const answer = await replay(name);

    expect(answer.statusCode).toBe(409);
    expect(problemOf(answer).code).toBe('SagaNotReplayable');
    expect(started).toEqual([]);
  });

  it.each(['FAILED', 'SUCCEEDED'])(
    'answers 409 for a saga that %s and whose tenant people use, whoever made it',
    async (status) => {
      const inUse = aRoute(1, { writtenFor: aUlid(99), firstUserEventId: aUlid(5) });
      const known = [anExecution(1, { status })];
      const { replay, started } = sagasApi(known, { routeOf: async () => inUse });

      const answer = await replay(eventId);

      expect(answer.statusCode).toBe(409);
      expect(problemOf(answer).message).toBe('the tenant is active');
      expect(started).toEqual([]);
    },
  );

  it('answers 409 when another run has taken the next name meanwhile', async () => {
    const { replay } = sagasApi([failed], { start: async () => false });

    const answer = await replay(eventId);

    expect(answer.statusCode).toBe(409);
    expect(problemOf(answer).message).toBe('another run of the saga has just begun');
  });

  it.each([aUlid(9), `${eventId}-r1`, `${eventId}-r0`, `${eventId}-r01`])(
    'answers 404 for %s, which there is not',
    async (name) => {
      const { replay, started } = sagasApi([failed]);

      const answer = await replay(name);

      expect(answer.statusCode).toBe(404);
      expect(started).toEqual([]);
    },
  );
});
