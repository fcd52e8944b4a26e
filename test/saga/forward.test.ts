import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../events/fields.ts';
import { onboardingSaga } from '../../services/provisioning/onboarding/onboardingSaga.ts';
import { resultOf, runSaga, sagaInput, stepsOf } from '../support/sagaRuns.ts';

const deployments: Deployment[] = ['pool', 'silo'];

describe.each(deployments)('onboardingSaga, %s, when all goes well', (deployment) => {
  let ended: Awaited<ReturnType<typeof runSaga>>;
  beforeAll(async () => {
    ended = await runSaga({ deployment });
  });

  it('runs its steps in order, none twice and no undo, and succeeds', () => {
    expect(ended.status).toBe('SUCCEEDED');
    expect(ended.calls.map(({ task }) => task)).toEqual(
      stepsOf(deployment).map(({ name }) => name),
    );
  });

  it('gives each task its input, its results so far, and nothing that breaks its schema', () => {
    for (const [index, { payload }] of ended.calls.entries()) {
      const before = stepsOf(deployment).slice(0, index);
      const results = Object.fromEntries(before.map(({ name }) => [name, resultOf(name)]));
      expect(payload).toMatchObject({ ...sagaInput(deployment), attempt: 0 });
      expect(payload['results']).toEqual(results);
      expect(onboardingSaga.taskInput.safeParse(payload).error).toBeUndefined();
    }
  });

  it('ends with the input and every result', () => {
    const results = stepsOf(deployment).map(({ name }) => [name, resultOf(name)]);
    expect(ended.output).toEqual({
      ...sagaInput(deployment),
      results: Object.fromEntries(results),
    });
  });
});

describe('onboardingSaga, with a start time', () => {
  it('does nothing before it, and then all that it does without one', async () => {
    const startAt = '2026-01-01T00:10:00.000Z';

    const { status, calls, output } = await runSaga({ deployment: 'pool', start: { startAt } });

    expect(status).toBe('SUCCEEDED');
    expect(calls.map(({ task }) => task)).toEqual(stepsOf('pool').map(({ name }) => name));
    expect(calls[0]?.payload['enteredAt']).toBe(startAt);
    expect(output).not.toHaveProperty('startAt');
  });

  it.each(['2025-12-31T00:00:00.000Z', '2026-01-01T00:00:00.000Z'])(
    'begins at once when the time %s is over',
    async (startAt) => {
      const { status, calls } = await runSaga({ deployment: 'pool', start: { startAt } });

      expect(status).toBe('SUCCEEDED');
      const enteredAt = String(calls[0]?.payload['enteredAt']);
      expect(enteredAt.localeCompare('2026-01-01T00:01:00.000Z')).toBe(-1);
    },
  );
});

describe('onboardingSaga, when a step fails for a while', () => {
  it.each(onboardingSaga.steps)('runs $name again until it succeeds', async ({ name }) => {
    const { status, calls, ran } = await runSaga({
      failing: { [name]: { error: 'TransientError', times: 4 } },
    });

    expect(status).toBe('SUCCEEDED');
    expect(ran).toEqual(stepsOf('silo').map((step) => step.name));
    expect(calls.filter(({ task }) => task === name)).toHaveLength(5);
  });

  it('tells the task which attempt it is and when the step began, which stays the same', async () => {
    const { calls } = await runSaga({
      failing: { CreateApiKey: { error: 'TransientError', times: 3 } },
    });

    const payloads = calls
      .filter(({ task }) => task === 'CreateApiKey')
      .map((call) => call.payload);
    expect(payloads.map(({ attempt }) => attempt)).toEqual([0, 1, 2, 3]);
    expect(new Set(payloads.map(({ enteredAt }) => enteredAt)).size).toBe(1);
  });

  it('counts the next step’s attempts from 0, from its own beginning', async () => {
    const { calls } = await runSaga({
      failing: { ClaimTenant: { error: 'TransientError', times: 4 } },
    });

    const [claimed] = calls;
    const next = calls.find(({ task }) => task === 'CreateIdentity');
    expect(next?.payload['attempt']).toBe(0);
    expect(next?.payload['enteredAt']).not.toBe(claimed?.payload['enteredAt']);
  });

  it.each([1, 7])('never calls a try the first one in replay %i', async (replay) => {
    const { calls } = await runSaga({
      start: { replay },
      failing: { CreateApiKey: { error: 'TransientError', times: 2 } },
    });

    const attempts = calls.map(({ task, payload }) => [task, payload['attempt']]);
    expect(attempts.slice(0, 5)).toEqual([
      ['ClaimTenant', replay],
      ['CreateIdentity', replay],
      ['CreateApiKey', replay],
      ['CreateApiKey', replay + 1],
      ['CreateApiKey', replay + 2],
    ]);
  });

  it.each([
    'Lambda.AWSLambdaException',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.SdkClientException',
    'Lambda.ServiceException',
    'Lambda.TooManyRequestsException',
    'Lambda.Unknown',
    'Runtime.ExitError',
    'Runtime.OutOfMemory',
    'Sandbox.Timedout',
    'States.Timeout',
  ])('takes %s for passing too', async (error) => {
    const { status } = await runSaga({ failing: { WriteRoute: { error, times: 1 } } });

    expect(status).toBe('SUCCEEDED');
  });
});

describe('onboardingSaga, after its pivot', () => {
  it.each(['PermanentError', 'EventNotPublished', 'States.Timeout', 'Lambda.ResourceNotFound'])(
    'publishes until it is published, whatever fails: %s',
    async (error) => {
      const { status, calls, ran } = await runSaga({
        failing: { PublishTenantProvisioned: { error, times: 8 } },
      });

      const published = calls.filter(({ task }) => task === 'PublishTenantProvisioned');
      expect(status).toBe('SUCCEEDED');
      expect(ran).toEqual(stepsOf('silo').map(({ name }) => name));
      expect(published.map(({ payload }) => payload['attempt'])).toEqual([...Array(9).keys()]);
      expect(new Set(published.map(({ payload }) => payload['enteredAt'])).size).toBe(1);
    },
  );
});
