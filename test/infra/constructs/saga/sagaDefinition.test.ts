import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { sagaDefinition } from '../../../../infra/constructs/saga/sagaDefinition.ts';
import type { SagaStep } from '../../../../services/provisioning/saga/defineSaga.ts';

type Step = Omit<SagaStep, 'run' | 'environment'>;

const code = { run: 'toys/toy', environment: z.object() };
const tell = { ...code, name: 'Tell', customers: [] };

const fold = (steps: readonly Step[]) =>
  sagaDefinition({ steps: steps.map((step) => ({ ...code, ...step })), failed: tell }, (name) => ({
    partition: 'aws',
    functionArn: `arn:${name}`,
    timeoutSeconds: 15,
  }));

const transitions = (steps: readonly Step[]) =>
  Object.entries(fold(steps).States).map(([name, { Next, Catch }]) => {
    const [caught] = Array.isArray(Catch) ? Catch : [];
    return [name, Next, caught?.Next];
  });

describe('sagaDefinition', () => {
  it('goes forward in order, and from a failure back through the undos to the end', () => {
    const steps = [{ name: 'A', undo: 'UndoA' }, { name: 'B', undo: 'UndoB' }, { name: 'C' }];

    expect(transitions(steps)).toEqual([
      ['Begin', undefined, undefined],
      ['AwaitStart', 'Begin', undefined],
      ['A', 'B', 'Failed'],
      ['B', 'C', 'Failed'],
      ['C', undefined, 'Failed'],
      ['Failed', undefined, undefined],
      ['UndoB', 'UndoA', 'UndoA'],
      ['UndoA', 'Undone', 'Undone'],
      ['Undone', undefined, undefined],
      ['StartOver', 'A', undefined],
      ['Tell', 'RolledBack', undefined],
      ['RolledBack', undefined, undefined],
    ]);
  });

  it('audit 18: calls Lambda in the partition that it is deployed to', () => {
    const { States } = sagaDefinition(
      { steps: [{ ...code, name: 'A', undo: 'UndoA' }], failed: tell },
      (name) => ({
        partition: 'aws-cn',
        functionArn: `arn:${name}`,
        timeoutSeconds: 15,
      }),
    );

    expect(States['Tell']).toMatchObject({ Resource: 'arn:aws-cn:states:::lambda:invoke' });
  });

  it('leaves no way back after the pivot', () => {
    const steps: Step[] = [
      { name: 'A', undo: 'UndoA', pivot: true },
      { name: 'B', undo: 'UndoB' },
      { name: 'C' },
    ];

    expect(transitions(steps).slice(2, 5)).toEqual([
      ['A', 'B', 'Failed'],
      ['B', 'C', undefined],
      ['C', undefined, undefined],
    ]);
  });

  it('begins at the last undo when it is started with a failure', () => {
    const steps: Step[] = [
      { name: 'A', undo: 'UndoA', pivot: true },
      { name: 'B', undo: 'UndoB' },
    ];

    const { StartAt, States } = fold(steps);

    expect(StartAt).toBe('Begin');
    expect(States['Begin']).toEqual({
      Type: 'Choice',
      Choices: [
        { Condition: '{% $exists($states.input.startAt) %}', Next: 'AwaitStart' },
        { Condition: '{% $exists($states.input.failure) %}', Next: 'UndoB' },
      ],
      Default: 'A',
    });
  });

  it('waits for its start time once, whatever it does then', () => {
    expect(fold([{ name: 'A' }]).States['AwaitStart']).toEqual({
      Type: 'Wait',
      Timestamp: '{% $states.input.startAt %}',
      Output: "{% $sift($states.input, function($value, $key) { $not($key in ['startAt']) }) %}",
      Next: 'Begin',
    });
  });

  it('goes straight to the end of the undos when there is nothing to undo', () => {
    const steps = [{ name: 'A' }];

    expect(transitions(steps)[2]).toEqual(['A', undefined, 'Failed']);
    expect(fold(steps).States['Failed']).toMatchObject({
      Choices: [{ Next: 'Undone' }, { Next: 'Undone' }],
      Default: 'Undone',
    });
  });

  it('undoes from the failed step on, and in a replay all that a stopped run may have left', () => {
    const steps = [{ name: 'A', undo: 'UndoA' }, { name: 'B', undo: 'UndoB' }, { name: 'C' }];

    expect(fold(steps).States['Failed']).toEqual({
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.replay > 0 %}', Next: 'UndoB' },
        { Condition: "{% $states.input.failure.step = 'A' %}", Next: 'UndoA' },
        { Condition: "{% $states.input.failure.step = 'B' %}", Next: 'UndoB' },
        { Condition: "{% $states.input.failure.step = 'C' %}", Next: 'UndoB' },
      ],
      Default: 'UndoB',
    });
  });

  it('guards a step and its undo that are not for every deployment', () => {
    const { States } = fold([
      { name: 'A', undo: 'UndoA', only: { deployment: 'silo' } },
      { name: 'B' },
    ]);

    const Condition = "{% $states.input.deployment = 'silo' %}";
    expect(States['Begin']).toMatchObject({ Default: 'AIfNeeded' });
    expect(States['StartOver']).toMatchObject({ Next: 'AIfNeeded' });
    expect(States['AIfNeeded']).toEqual({
      Type: 'Choice',
      Choices: [{ Condition, Next: 'A' }],
      Default: 'B',
    });
    expect(States['UndoAIfNeeded']).toEqual({
      Type: 'Choice',
      Choices: [{ Condition, Next: 'UndoA' }],
      Default: 'Undone',
    });
  });

  it('refuses a guarded last step: leaving it out would leave nothing to end with', () => {
    expect(() => fold([{ name: 'A' }, { name: 'B', only: { deployment: 'silo' } }])).toThrow(
      'B cannot be last: it may be left out',
    );
  });

  it('refuses a saga without steps', () => {
    expect(() => fold([])).toThrow('a saga needs at least one step');
  });

  it('lets time pass after a step that has to settle, and not where the step is left out', () => {
    const { States } = fold([
      { name: 'A', settle: 'route', only: { deployment: 'silo' } },
      { name: 'B' },
    ]);

    expect(States['A']).toMatchObject({ Next: 'ASettles' });
    expect(States['ASettles']).toEqual({ Type: 'Wait', Seconds: 90, Next: 'B' });
    expect(States['AIfNeeded']).toMatchObject({ Default: 'B' });
  });

  it('runs a step again that has more to do, and only then lets time pass', () => {
    const { States } = fold([{ name: 'A', settle: 'route', repeat: true }, { name: 'B' }]);

    expect(States['A']).toMatchObject({ Next: 'AIsDone' });
    expect(States['AIsDone']).toEqual({
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.results.A.more %}', Next: 'A' }],
      Default: 'ASettles',
    });
  });

  it.each([{ settle: 'route' as const }, { repeat: true as const }])(
    'has nothing to go on to after a last step with %o',
    (more) => {
      expect(() => fold([{ name: 'A', ...more }])).toThrow(
        'A cannot be last: something follows it',
      );
    },
  );
});
