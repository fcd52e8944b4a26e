import { describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../events/fields.ts';
import { onboardingFailed } from '../../services/provisioning/onboarding/onboardingSaga.ts';
import { FailureInput, type UndoFirst } from '../../services/provisioning/saga/sagaState.ts';
import { permanently, runSaga, type SagaRun, sagaInput, stepsOf } from '../support/sagaRuns.ts';

const deployments: Deployment[] = ['pool', 'silo'];

const failure = { step: 'CreateTenantAdmin', error: { Error: 'EmailTaken', Cause: 'taken' } };

const undoing = (then: UndoFirst['then'], more: Partial<SagaRun> = {}) =>
  runSaga({
    ...more,
    start: { replay: 1, failure, undone: [], stuck: [], then, cause: 'the event' },
  });

const undosOf = (deployment: Deployment) =>
  stepsOf(deployment)
    .flatMap(({ run, undo }) => (undo ? [{ run, undo }] : []))
    .reverse();

const runsOf = (deployment: Deployment) => stepsOf(deployment).map(({ run }) => run);

const announcementOf = ({ calls }: Awaited<ReturnType<typeof runSaga>>) =>
  FailureInput.parse(calls.find(({ task }) => task === onboardingFailed)?.payload);

describe.each(deployments)('onboardingSaga, %s, started with a failure', (deployment) => {
  const undos = undosOf(deployment).map(({ undo }) => undo);
  const undone = undosOf(deployment).map(({ run }) => run);

  it('undoes everything, and tells, when it is to give up', async () => {
    const ended = await undoing('giveUp', { deployment });

    expect(ended.calls.map(({ task }) => task)).toEqual([...undos, onboardingFailed]);
    expect(announcementOf(ended)).toMatchObject({ failure, undone, stuck: [] });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'EmailTaken' });
    expect(JSON.parse(ended.cause ?? '')).toEqual({
      failedStep: failure.step,
      message: 'taken',
      undone,
      stuck: [],
    });
  });

  it('undoes everything and runs as a new saga when it is to start over', async () => {
    const ended = await undoing('startOver', { deployment });

    const results = expect.objectContaining({ CreateApiKey: { apiKeyId: 'key' } });
    expect(ended.calls.map(({ task }) => task)).toEqual([...undos, ...runsOf(deployment)]);
    expect(ended.status).toBe('SUCCEEDED');
    expect(ended.output).toEqual({
      ...sagaInput(deployment, { replay: 1, cause: 'the event' }),
      results,
    });
  });
});

describe('onboardingSaga, started with a failure', () => {
  it('tells its tasks that theirs are no first tries', async () => {
    const { calls } = await undoing('startOver');

    expect(new Set(calls.map(({ payload }) => payload['attempt']))).toEqual(new Set([1]));
  });

  it.each(undosOf('silo'))(
    'does not start over while $undo is stuck, and names it',
    async ({ run, undo }) => {
      const ended = await undoing('startOver', { failing: { [undo]: permanently } });

      expect(ended.ran).toEqual([...undosOf('silo').map((step) => step.undo), onboardingFailed]);
      expect(announcementOf(ended)).toMatchObject({ failure, stuck: [run] });
      expect(ended.status).toBe('FAILED');
    },
  );

  it('rolls back as any saga when a step fails after it started over', async () => {
    const ended = await undoing('startOver', { failing: { CreateApiKey: permanently } });

    expect(ended.calls.filter(({ task }) => task === 'ClaimTenant')).toHaveLength(1);
    expect(announcementOf(ended)).toMatchObject({
      failure: { step: 'CreateApiKey' },
      undone: ['CreateApiKey', 'CreateIdentity', 'ClaimTenant'],
      stuck: [],
    });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'PermanentError' });
  });
});
