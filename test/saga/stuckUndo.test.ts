import { describe, expect, it } from '@jest/globals';
import { onboardingSaga } from '../../services/provisioning/onboarding/onboardingSaga.ts';
import { permanently, runSaga, stepsOf } from '../support/sagaRuns.ts';

type Run = Awaited<ReturnType<typeof runSaga>>;

const undoable = stepsOf('silo').flatMap(({ name, undo }) => (undo ? [{ name, undo }] : []));
const reversed = undoable.toReversed();

const announcementOf = ({ calls }: Run) =>
  onboardingSaga.failureInput.parse(
    calls.find(({ task }) => task === onboardingSaga.failed.name)?.payload,
  );

const timesOf = ({ calls }: Run, task: string) => calls.filter((call) => call.task === task).length;

describe('onboardingSaga, when an undo fails', () => {
  it.each(undoable)(
    'runs $undo again until it succeeds, whatever the error',
    async ({ name, undo }) => {
      const failing = {
        WriteRoute: permanently,
        [undo]: { error: 'ResourceInUseException', times: 5 },
      };

      const ended = await runSaga({ failing });

      expect(timesOf(ended, undo)).toBe(6);
      expect(announcementOf(ended)).toMatchObject({
        undone: expect.arrayContaining([name]),
        stuck: [],
      });
    },
  );

  it.each(undoable)(
    '$undo for good: names it as stuck, and undoes the rest all the same',
    async ({ name, undo }) => {
      const failing = { WriteRoute: permanently, [undo]: permanently };

      const ended = await runSaga({ failing });

      const undos = ended.ran.filter((task) => reversed.some((step) => step.undo === task));
      expect(undos).toEqual(reversed.map((step) => step.undo));
      expect(announcementOf(ended)).toMatchObject({
        failure: { step: 'WriteRoute' },
        undone: reversed.map((step) => step.name).filter((other) => other !== name),
        stuck: [name],
      });
      expect(ended).toMatchObject({ status: 'FAILED', error: 'PermanentError' });
    },
  );

  it('names every step that is stuck when no undo succeeds', async () => {
    const stuck = Object.fromEntries(undoable.map(({ undo }) => [undo, permanently]));

    const ended = await runSaga({ failing: { WriteRoute: permanently, ...stuck } });

    const expected = { undone: [], stuck: reversed.map(({ name }) => name) };
    expect(announcementOf(ended)).toMatchObject(expected);
    expect(JSON.parse(ended.cause ?? '')).toMatchObject(expected);
  });
});

describe('onboardingSaga, when its failure cannot be announced', () => {
  it('announces it again, with the same time, until it can', async () => {
    const ended = await runSaga({
      failing: {
        CreateIdentity: permanently,
        [onboardingSaga.failed.name]: { ...permanently, times: 8 },
      },
    });

    const announced = ended.calls.filter(({ task }) => task === onboardingSaga.failed.name);
    expect(announced.map(({ payload }) => payload['attempt'])).toEqual([...Array(9).keys()]);
    expect(new Set(announced.map(({ payload }) => payload['enteredAt'])).size).toBe(1);
    expect(ended).toMatchObject({ status: 'FAILED', error: 'PermanentError' });
  });
});
