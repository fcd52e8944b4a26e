import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Deployment } from '../../events/fields.ts';
import { onboardingSaga } from '../../services/provisioning/onboarding/onboardingSaga.ts';
import { fallibleOf, permanently, runSaga, stepsOf } from '../support/sagaRuns.ts';

type Run = Awaited<ReturnType<typeof runSaga>>;

const deployments: Deployment[] = ['pool', 'silo'];

const failures = deployments.flatMap((deployment) =>
  fallibleOf(deployment).map(({ name }, index) => ({ deployment, name, index })),
);

/** What has to be undone when the step of this index failed: it first, then back to the first. */
const toUndo = (deployment: Deployment, index: number) =>
  stepsOf(deployment)
    .slice(0, index + 1)
    .flatMap(({ name, undo }) => (undo ? [{ name, undo }] : []))
    .reverse();

const announcementOf = ({ calls }: Run) => {
  const payloads = calls.filter(({ task }) => task === onboardingSaga.failed.name);
  return onboardingSaga.failureInput.parse(payloads.at(-1)?.payload);
};

const errorOf = (step: string, errorType: string) => ({
  Error: errorType,
  Cause: JSON.stringify({ errorType, errorMessage: `${step} failed`, trace: [] }),
});

describe.each(failures)(
  'onboardingSaga, $deployment, when $name fails for good',
  ({ deployment, name, index }) => {
    const undone = toUndo(deployment, index).map((step) => step.name);
    let ended: Run;
    beforeAll(async () => {
      ended = await runSaga({ deployment, failing: { [name]: permanently } });
    });

    it('runs it once, undoes in reverse from it on, and tells', () => {
      expect(ended.calls.map(({ task }) => task)).toEqual([
        ...stepsOf(deployment)
          .slice(0, index + 1)
          .map((step) => step.name),
        ...toUndo(deployment, index).map(({ undo }) => undo),
        onboardingSaga.failed.name,
      ]);
    });

    it('announces the failure and what was undone', () => {
      expect(announcementOf(ended)).toMatchObject({
        failure: { step: name, error: errorOf(name, 'PermanentError') },
        undone,
        stuck: [],
      });
    });

    it('ends as FAILED with that error', () => {
      const { status, error, cause } = ended;

      expect({ status, error }).toEqual({ status: 'FAILED', error: 'PermanentError' });
      const message = errorOf(name, 'PermanentError').Cause;
      expect(JSON.parse(cause ?? '')).toEqual({ failedStep: name, message, undone, stuck: [] });
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
  it.each(fallibleOf('silo').map(({ name }, index) => ({ name, index })))(
    '$name: undoes as after any failure, and ends with the last error',
    async ({ name, index }) => {
      const failing = { [name]: { error: 'TransientError', times: Number.POSITIVE_INFINITY } };

      const ended = await runSaga({ failing });

      expect(ended.calls.filter(({ task }) => task === name)).toHaveLength(5);
      expect({ status: ended.status, error: ended.error }).toEqual({
        status: 'FAILED',
        error: 'TransientError',
      });
      expect(announcementOf(ended)).toMatchObject({
        failure: { step: name, error: errorOf(name, 'TransientError') },
        undone: toUndo('silo', index).map((step) => step.name),
        stuck: [],
      });
    },
  );
});
