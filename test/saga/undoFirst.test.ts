import { describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../events/fields.ts';
import { onboardingSaga } from '../../services/provisioning/onboarding/onboardingSaga.ts';
import { permanently, runSaga, type SagaRun, sagaInput, stepsOf } from '../support/sagaRuns.ts';

const deployments: Deployment[] = ['pool', 'silo'];

const failure = { step: 'CreateTenantAdmin', error: { Error: 'EmailTaken', Cause: 'taken' } };

const undoing = (then: 'startOver' | 'giveUp', more: Partial<SagaRun> = {}) =>
  runSaga({
    ...more,
    start: { replay: 1, failure, undone: [], stuck: [], then, cause: 'the event' },
  });

const undosOf = (deployment: Deployment) =>
  stepsOf(deployment)
    .flatMap(({ name, undo }) => (undo ? [{ name, undo }] : []))
    .reverse();

const runsOf = (deployment: Deployment) => stepsOf(deployment).map(({ name }) => name);

const announcementOf = ({ calls }: Awaited<ReturnType<typeof runSaga>>) =>
  onboardingSaga.failureInput.parse(
    calls.find(({ task }) => task === onboardingSaga.failed.name)?.payload,
  );

describe.each(deployments)('onboardingSaga, %s, started with a failure', (deployment) => {
  const undos = undosOf(deployment).map(({ undo }) => undo);
  const undone = undosOf(deployment).map(({ name }) => name);

  it('undoes everything, and tells, when it is to give up', async () => {
    const ended = await undoing('giveUp', { deployment });

    expect(ended.calls.map(({ task }) => task)).toEqual([...undos, onboardingSaga.failed.name]);
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
    async ({ name, undo }) => {
      const ended = await undoing('startOver', { failing: { [undo]: permanently } });

      expect(ended.ran).toEqual([
        ...undosOf('silo').map((step) => step.undo),
        onboardingSaga.failed.name,
      ]);
      expect(announcementOf(ended)).toMatchObject({ failure, stuck: [name] });
      expect(ended.status).toBe('FAILED');
    },
  );

  it('rolls back all of it when a step fails after it started over, as every replay does', async () => {
    const ended = await undoing('startOver', { failing: { CreateApiKey: permanently } });

    expect(ended.calls.filter(({ task }) => task === 'ClaimTenant')).toHaveLength(1);
    expect(announcementOf(ended)).toMatchObject({
      failure: { step: 'CreateApiKey' },
      undone: ['WriteRoute', 'CreateDataStore', 'CreateApiKey', 'CreateIdentity', 'ClaimTenant'],
      stuck: [],
    });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'PermanentError' });
  });
});
