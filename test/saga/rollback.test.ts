import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../events/fields.ts';
import { onboardingFailed } from '../../services/provisioning/onboarding/onboardingSaga.ts';
import { FailureInput } from '../../services/provisioning/saga/sagaState.ts';
import { fallibleOf, permanently, runSaga, stepsOf } from '../support/sagaRuns.ts';

type Run = Awaited<ReturnType<typeof runSaga>>;

const deployments: Deployment[] = ['pool', 'silo'];

const failures = deployments.flatMap((deployment) =>
  fallibleOf(deployment).map(({ run }, index) => ({ deployment, run, index })),
);

/** What has to be undone when the step of this index failed: it first, then back to the first. */
const toUndo = (deployment: Deployment, index: number) =>
  stepsOf(deployment)
    .slice(0, index + 1)
    .flatMap(({ run, undo }) => (undo ? [{ run, undo }] : []))
    .reverse();

const announcementOf = ({ calls }: Run) => {
  const payloads = calls.filter(({ task }) => task === onboardingFailed);
  return FailureInput.parse(payloads.at(-1)?.payload);
};

const errorOf = (run: string, errorType: string) => ({
  Error: errorType,
  Cause: JSON.stringify({ errorType, errorMessage: `${run} failed`, trace: [] }),
});

describe.each(failures)(
  'onboardingSaga, $deployment, when $run fails for good',
  ({ deployment, run, index }) => {
    const undone = toUndo(deployment, index).map((step) => step.run);
    let ended: Run;
    beforeAll(async () => {
      ended = await runSaga({ deployment, failing: { [run]: permanently } });
    });

    it('runs it once, undoes in reverse from it on, and tells', () => {
      expect(ended.calls.map(({ task }) => task)).toEqual([
        ...stepsOf(deployment)
          .slice(0, index + 1)
          .map((step) => step.run),
        ...toUndo(deployment, index).map(({ undo }) => undo),
        onboardingFailed,
      ]);
    });

    it('announces the failure and what was undone', () => {
      expect(announcementOf(ended)).toMatchObject({
        failure: { step: run, error: errorOf(run, 'PermanentError') },
        undone,
        stuck: [],
      });
    });

    it('ends as FAILED with that error', () => {
      const { status, error, cause } = ended;

      expect({ status, error }).toEqual({ status: 'FAILED', error: 'PermanentError' });
      const message = errorOf(run, 'PermanentError').Cause;
      expect(JSON.parse(cause ?? '')).toEqual({ failedStep: run, message, undone, stuck: [] });
    });
  },
);

describe('onboardingSaga, when it rolls back', () => {
  it('gives the undos what the steps before have made', async () => {
    const { calls } = await runSaga({ failing: { WriteRoute: permanently } });

    const deletion = calls.find(({ task }) => task === 'DeleteIdentity');
    expect(deletion?.payload['results']).toMatchObject({
      CreateIdentity: { userPoolId: 'us-east-1_pool', appClientId: 'client' },
      CreateApiKey: { apiKeyId: 'key' },
    });
  });
});

describe('onboardingSaga, when a step’s retries are spent', () => {
  it.each(fallibleOf('silo').map(({ run }, index) => ({ run, index })))(
    '$run: undoes as after any failure, and ends with the last error',
    async ({ run, index }) => {
      const failing = { [run]: { error: 'TransientError', times: Number.POSITIVE_INFINITY } };

      const ended = await runSaga({ failing });

      expect(ended.calls.filter(({ task }) => task === run)).toHaveLength(5);
      expect({ status: ended.status, error: ended.error }).toEqual({
        status: 'FAILED',
        error: 'TransientError',
      });
      expect(announcementOf(ended)).toMatchObject({
        failure: { step: run, error: errorOf(run, 'TransientError') },
        undone: toUndo('silo', index).map((step) => step.run),
        stuck: [],
      });
    },
  );
});
