import type { SagaStep } from '../../services/provisioning/onboardingSaga.ts';

/** A state of the Amazon States Language in its JSONata form. */
export type State = Readonly<Record<string, unknown>>;

/** The function behind a task, and how long Step Functions waits for it. */
export type SagaTask = (name: string) => { functionArn: string; timeoutSeconds: number };

/** Worth another try: our own TransientError, and what Lambda and Step Functions say of themselves. */
const TRANSIENT = [
  'TransientError',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ServiceException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  'States.Timeout',
];

const backOff = { IntervalSeconds: 1, BackoffRate: 2, JitterStrategy: 'FULL' };
const forwardRetry = { ErrorEquals: TRANSIENT, ...backOff, MaxAttempts: 4, MaxDelaySeconds: 10 };
const undoRetry = { ErrorEquals: ['States.ALL'], ...backOff, MaxAttempts: 5, MaxDelaySeconds: 30 };

const merged = (addition: string): string => `{% $merge([$states.input, ${addition}]) %}`;

/** What every task is given: the state's input, which try this is, and when the state began. */
const PAYLOAD = merged(
  "{'attempt': $states.context.State.RetryCount, 'enteredAt': $states.context.State.EnteredTime}",
);

const recorded = (list: 'undone' | 'stuck', step: string): string =>
  merged(`{'${list}': $append($states.input.${list}, '${step}')}`);

const taskState = ({ functionArn, timeoutSeconds }: ReturnType<SagaTask>): State => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: functionArn, Payload: PAYLOAD },
  TimeoutSeconds: timeoutSeconds,
});

/** Runs a step, keeps its result under its name, and goes to its undo when it fails. */
export const runState = (
  step: SagaStep,
  task: SagaTask,
  to: { next: string | undefined; undo: string },
): State => ({
  ...taskState(task(step.run)),
  Output: merged(
    `{'results': $merge([$states.input.results, {'${step.run}': $states.result.Payload}])}`,
  ),
  Retry: [forwardRetry],
  Catch: [
    {
      ErrorEquals: ['States.ALL'],
      Output: merged(
        `{'failure': {'step': '${step.run}', 'error': $states.errorOutput}, 'undone': [], 'stuck': []}`,
      ),
      Next: to.undo,
    },
  ],
  ...(to.next === undefined ? { End: true } : { Next: to.next }),
});

/** Undoes a step. One that cannot be undone is recorded as stuck, and the next undo runs all the same. */
export const undoState = (
  step: SagaStep & { undo: string },
  task: SagaTask,
  next: string,
): State => ({
  ...taskState(task(step.undo)),
  Output: recorded('undone', step.run),
  Retry: [undoRetry],
  Catch: [{ ErrorEquals: ['States.ALL'], Output: recorded('stuck', step.run), Next: next }],
  Next: next,
});

/** Enters a step only in the deployment that it is for. */
export const guardState = (deployment: string, target: string, otherwise: string): State => ({
  Type: 'Choice',
  Choices: [{ Condition: `{% $states.input.deployment = '${deployment}' %}`, Next: target }],
  Default: otherwise,
});

/** Announces the failure, trying as hard as an undo does. */
export const announceState = (name: string, task: SagaTask, next: string): State => ({
  ...taskState(task(name)),
  Output: '{% $states.input %}',
  Retry: [undoRetry],
  Next: next,
});

/** A rolled-back saga ends as FAILED, with the error that started the rollback. */
export const failState: State = {
  Type: 'Fail',
  Error: '{% $states.input.failure.error.Error %}',
  Cause:
    "{% $string({'failedStep': $states.input.failure.step, 'message': $states.input.failure.error.Cause, 'undone': $states.input.undone, 'stuck': $states.input.stuck}) %}",
};
