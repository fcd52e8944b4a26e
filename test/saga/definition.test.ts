import { describe, expect, it } from '@jest/globals';
import validate from 'asl-validator';
import { z } from 'zod';
import {
  type OnboardingTask,
  onboardingSaga,
} from '../../services/provisioning/onboarding/onboardingSaga.ts';
import { definitionOf, functionNamed } from '../support/definitionOf.ts';
import { resourcesOf, stacks } from '../support/resources.ts';
import { fallibleOf, sagaDefinitionOf } from '../support/sagaRuns.ts';

const Task = z.looseObject({
  Type: z.literal('Task'),
  Arguments: z.looseObject({ FunctionName: z.string() }),
  TimeoutSeconds: z.number(),
  Retry: z.array(z.looseObject({ ErrorEquals: z.array(z.string()), JitterStrategy: z.string() })),
});
const States = z.record(z.string(), z.looseObject({ Type: z.string() }));

const states = () => States.parse(sagaDefinitionOf()['States']);
const taskAt = (name: string) => Task.parse(states()[name]);
const fallible = fallibleOf('silo').map(({ name }) => name);
const certain: OnboardingTask[] = ['PublishTenantProvisioned', onboardingSaga.failed.name];
const undos = onboardingSaga.steps.flatMap((step) => ('undo' in step ? [step.undo] : []));
const tasks = [...fallible, ...undos, ...certain];

const machines = stacks.flatMap((stack) =>
  resourcesOf('AWS::StepFunctions::StateMachine', [stack]).map(
    ({ id, Properties }) => [id, definitionOf(stack, Properties)] as const,
  ),
);

describe('the synthesized state machines', () => {
  it('are one for each saga', () => {
    expect(machines).toHaveLength(2);
  });

  it.each(machines)('%s is valid in the Amazon States Language', (_, definition) => {
    expect(validate(structuredClone(definition)).errorsText()).toBe('');
  });

  it('are checked by a validator that sees a transition to nowhere', () => {
    const broken = { ...sagaDefinitionOf(), StartAt: 'Nowhere' };

    expect(validate(broken).isValid).toBe(false);
  });
});

describe('the onboarding state machine', () => {
  it('has a task for each step, each undo and the announcement, and no other', () => {
    const found = Object.entries(states()).filter(([, { Type }]) => Type === 'Task');

    expect(found.map(([name]) => name).sort()).toEqual([...tasks].sort());
  });

  it.each(tasks)('invokes the function %s in the state of that name', (task) => {
    expect(taskAt(task).Arguments.FunctionName).toBe(functionNamed(task));
  });

  it.each(tasks)('waits for %s no longer than a minute and a bit', (task) => {
    expect(taskAt(task).TimeoutSeconds).toBeGreaterThan(0);
    expect(taskAt(task).TimeoutSeconds).toBeLessThanOrEqual(65);
  });

  it.each(fallible)('retries %s for named errors only, with jitter', (step) => {
    const [retrier, ...others] = taskAt(step).Retry;

    expect(others).toEqual([]);
    expect(retrier).toMatchObject({ JitterStrategy: 'FULL', MaxAttempts: 4 });
    expect(retrier?.ErrorEquals).not.toContain('States.ALL');
    expect(retrier?.ErrorEquals).not.toContain('States.TaskFailed');
  });

  it.each(undos)('retries %s for any error, harder than a step', (task) => {
    expect(taskAt(task).Retry).toMatchObject([
      { ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL', MaxAttempts: 5 },
    ]);
  });

  it.each(certain)('retries %s for days, and never gives it up to an undo', (task) => {
    expect(taskAt(task).Retry).toMatchObject([
      {
        ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
        JitterStrategy: 'FULL',
        MaxAttempts: 1_000,
        MaxDelaySeconds: 900,
      },
    ]);
    expect(taskAt(task)).not.toHaveProperty('Catch');
  });

  it('has an undo for every step but those after its pivot, which only publish', () => {
    const { steps } = onboardingSaga;

    const without = steps.filter((step) => !('undo' in step)).map(({ name }) => name);

    expect(without).toEqual(['PublishTenantProvisioned']);
    expect(steps.findIndex((step) => 'pivot' in step)).toBe(steps.length - 2);
  });
});
