import { describe, expect, it } from '@jest/globals';
import { onboardingSaga } from '../../../../services/provisioning/onboarding/onboardingSaga.ts';
import {
  type HistoryEvent,
  rollbackSoFar,
  sagaSteps,
} from '../../../../services/provisioning/saga/sagaSteps.ts';

type Told = [type: string, more?: Partial<HistoryEvent>];

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 5, 9, 30, seconds));

/** Events a second apart, each following on the one before unless it says otherwise. */
const historyOf = (events: readonly Told[]): HistoryEvent[] =>
  events.map(([type, more], index) => ({
    id: index + 1,
    previousId: index,
    type,
    at: at(index + 1),
    state: undefined,
    error: undefined,
    ...more,
  }));

const error = { name: 'TransientError', cause: '{"errorMessage":"throttled","trace":["at x"]}' };
const entered = (state: string): Told => ['TaskStateEntered', { state }];
const attempt: Told[] = [['TaskScheduled'], ['TaskStarted']];
const failing: Told[] = [...attempt, ['TaskFailed', { error }]];
const done = (state: string): Told[] => [
  entered(state),
  ...attempt,
  ['TaskSucceeded'],
  ['TaskStateExited', { state }],
];
const failedState = (state: string): Told[] => [
  entered(state),
  ...failing,
  ['TaskStateExited', { state }],
];

describe('sagaSteps', () => {
  it('shows a step that is done, with all its attempts and no error', () => {
    const history = historyOf([
      ['ExecutionStarted', { previousId: 0 }],
      entered('CreateApiKey'),
      ...failing,
      ...attempt,
      ['TaskSucceeded'],
      ['TaskStateExited', { state: 'CreateApiKey' }],
    ]);

    expect(sagaSteps(onboardingSaga, history)).toEqual([
      {
        step: 'CreateApiKey',
        kind: 'run',
        task: 'CreateApiKey',
        startedAt: at(2).toISOString(),
        endedAt: at(9).toISOString(),
        attempts: 2,
        outcome: 'done',
      },
    ]);
  });

  it('shows a step that runs, with its last error', () => {
    expect(sagaSteps(onboardingSaga, historyOf([entered('CreateApiKey'), ...failing]))).toEqual([
      {
        step: 'CreateApiKey',
        kind: 'run',
        task: 'CreateApiKey',
        startedAt: at(1).toISOString(),
        attempts: 1,
        error: { name: 'TransientError', message: 'throttled' },
        outcome: 'running',
      },
    ]);
  });

  it.each([
    ['CreateApiKey', { step: 'CreateApiKey', kind: 'run', outcome: 'failed' }],
    ['DeleteApiKey', { step: 'CreateApiKey', kind: 'undo', outcome: 'stuck' }],
    [
      'PublishTenantProvisioningFailed',
      { step: 'PublishTenantProvisioningFailed', kind: 'announce', outcome: 'failed' },
    ],
  ])('shows %s as what it is for, when it fails', (state, expected) => {
    expect(sagaSteps(onboardingSaga, historyOf(failedState(state)))).toMatchObject([
      { ...expected, task: state },
    ]);
  });

  it.each([
    ['CreateApiKey', 'failed'],
    ['DeleteApiKey', 'stuck'],
  ])('shows %s as %s when the execution was aborted in it', (state, outcome) => {
    const aborted = { error: { name: 'Stopped', cause: 'by hand' }, previousId: 0 };
    const history = historyOf([entered(state), ...attempt, ['ExecutionAborted', aborted]]);

    expect(sagaSteps(onboardingSaga, history)).toMatchObject([
      { outcome, endedAt: at(4).toISOString(), error: { name: 'Stopped', message: 'by hand' } },
    ]);
  });

  it('leaves out states that are no task of the saga', () => {
    const history = historyOf([
      ...done('ClaimTenant'),
      ['ChoiceStateEntered', { state: 'CreateDataStoreIfNeeded' }],
      ['ChoiceStateExited', { state: 'CreateDataStoreIfNeeded' }],
      entered('Something'),
      ...attempt,
    ]);

    expect(sagaSteps(onboardingSaga, history)).toMatchObject([
      { step: 'ClaimTenant', attempts: 1 },
    ]);
  });

  it('keeps apart two visits of one state, and branches that run side by side', () => {
    const history = historyOf([
      ...done('ClaimTenant'),
      entered('CreateIdentity'),
      ['TaskStateEntered', { state: 'CreateApiKey', previousId: 5 }],
      ['TaskScheduled', { previousId: 6 }],
      ['TaskScheduled', { previousId: 7 }],
      ['TaskFailed', { previousId: 8, error }],
      ...done('ClaimTenant'),
    ]);

    expect(
      sagaSteps(onboardingSaga, history).map(({ step, attempts, error }) => [
        step,
        attempts,
        error?.name,
      ]),
    ).toEqual([
      ['ClaimTenant', 1, undefined],
      ['CreateIdentity', 1, 'TransientError'],
      ['CreateApiKey', 1, undefined],
      ['ClaimTenant', 1, undefined],
    ]);
  });
});

describe('rollbackSoFar', () => {
  it('says what failed, what is undone and what is stuck', () => {
    const steps = sagaSteps(
      onboardingSaga,
      historyOf([
        ...done('ClaimTenant'),
        ...failedState('CreateIdentity'),
        ...failedState('DeleteIdentity'),
        ...done('ReleaseTenant'),
      ]),
    );

    expect(rollbackSoFar(steps)).toEqual({
      failedStep: 'CreateIdentity',
      undone: ['ClaimTenant'],
      stuck: ['CreateIdentity'],
    });
  });

  it('says nothing where nothing is undone', () => {
    expect(rollbackSoFar(sagaSteps(onboardingSaga, historyOf(done('ClaimTenant'))))).toEqual({});
  });
});
