import type { SagaStep } from '../../../services/provisioning/saga/defineSaga.ts';

/** A state of the Amazon States Language in its JSONata form. */
export type State = Readonly<Record<string, unknown>>;

/** The function behind a task, and how long Step Functions waits for it. */
export type SagaTask = (name: string) => {
  /** Of the ARN by which Step Functions calls Lambda. */
  partition: string;
  functionArn: string;
  timeoutSeconds: number;
};

/**
 * Worth another try: our own TransientError, a function that crashed or ran out of time or memory, and
 * what Lambda and Step Functions say of themselves.
 */
const TRANSIENT = [
  'TransientError',
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
];

const backOff = { IntervalSeconds: 1, BackoffRate: 2, JitterStrategy: 'FULL' };
const forwardRetry = { ErrorEquals: TRANSIENT, ...backOff, MaxAttempts: 4, MaxDelaySeconds: 10 };
const undoRetry = { ErrorEquals: ['States.ALL'], ...backOff, MaxAttempts: 5, MaxDelaySeconds: 30 };

/** For what must happen: about five days of trying, within the history that an execution may have. */
const endlessRetry = {
  ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
  ...backOff,
  MaxAttempts: 1_000,
  MaxDelaySeconds: 900,
};

const merged = (addition: string): string => `{% $merge([$states.input, ${addition}]) %}`;

/**
 * What every task is given: the state's input, which try this is, and when the state began. The tries
 * of a replay are never first tries, because the runs before it may have left something.
 */
const PAYLOAD = merged(
  "{'attempt': $states.context.State.RetryCount + $states.input.replay, 'enteredAt': $states.context.State.EnteredTime}",
);

const recorded = (list: 'undone' | 'stuck', step: string): string =>
  merged(`{'${list}': $append($states.input.${list}, '${step}')}`);

const taskState = ({ partition, functionArn, timeoutSeconds }: ReturnType<SagaTask>): State => ({
  Type: 'Task',
  Resource: `arn:${partition}:states:::lambda:invoke`,
  Arguments: { FunctionName: functionArn, Payload: PAYLOAD },
  TimeoutSeconds: timeoutSeconds,
});

const leadingTo = (next: string | undefined): State =>
  next === undefined ? { End: true } : { Next: next };

const stepState = (step: SagaStep, task: SagaTask): State => ({
  ...taskState(task(step.name)),
  Output: merged(
    `{'results': $merge([$states.input.results, {'${step.name}': $states.result.Payload}])}`,
  ),
});

/** Runs a step and keeps its result under its name; notes what failed when it fails. */
export const runState = (
  step: SagaStep,
  task: SagaTask,
  to: { next: string | undefined; failed: string },
): State => ({
  ...stepState(step, task),
  Retry: [forwardRetry],
  Catch: [
    {
      ErrorEquals: ['States.ALL'],
      Output: merged(
        `{'failure': {'step': '${step.name}', 'error': $states.errorOutput}, 'undone': [], 'stuck': []}`,
      ),
      Next: to.failed,
    },
  ],
  ...leadingTo(to.next),
});

/** Runs a step beyond the pivot until it succeeds: nothing is undone for its sake. */
export const certainState = (step: SagaStep, task: SagaTask, next: string | undefined): State => ({
  ...stepState(step, task),
  Retry: [endlessRetry],
  ...leadingTo(next),
});

/** Undoes a step. One that cannot be undone is recorded as stuck, and the next undo runs all the same. */
export const undoState = (
  step: SagaStep & { undo: string },
  task: SagaTask,
  next: string,
): State => ({
  ...taskState(task(step.undo)),
  Output: recorded('undone', step.name),
  Retry: [undoRetry],
  Catch: [{ ErrorEquals: ['States.ALL'], Output: recorded('stuck', step.name), Next: next }],
  Next: next,
});

type Choice = readonly [condition: string, target: string];

/** Goes where the first condition that holds leads. */
const choiceState = (choices: readonly Choice[], otherwise: string): State => ({
  Type: 'Choice',
  Choices: choices.map(([condition, Next]) => ({ Condition: `{% ${condition} %}`, Next })),
  Default: otherwise,
});

/** Enters a step only for the inputs that it is for. */
export const guardState = (
  only: NonNullable<SagaStep['only']>,
  target: string,
  otherwise: string,
): State => {
  const equal = Object.entries(only).map(([field, value]) => `$states.input.${field} = '${value}'`);
  return choiceState([[equal.join(' and '), target]], otherwise);
};

/**
 * A run with a start time waits for it, and then begins as a run without one; one that is started with a failure
 * undoes everything before it does anything else.
 */
export const beginState = (to: { wait: string; undo: string; forward: string }): State =>
  choiceState(
    [
      ['$exists($states.input.startAt)', to.wait],
      ['$exists($states.input.failure)', to.undo],
    ],
    to.forward,
  );

const without = (...fields: string[]): string =>
  `{% $sift($states.input, function($value, $key) { $not($key in ['${fields.join("', '")}']) }) %}`;

/** Waits until the run may begin, and forgets that it had to. */
export const awaitStartState = (next: string): State => ({
  Type: 'Wait',
  Timestamp: '{% $states.input.startAt %}',
  Output: without('startAt'),
  Next: next,
});

/** Lets time pass before the next step. */
export const settleState = (seconds: number, next: string): State => ({
  Type: 'Wait',
  Seconds: seconds,
  Next: next,
});

/** Runs a step once more while it has more to do. */
export const repeatState = (step: string, next: string): State =>
  choiceState([[`$states.input.results.${step}.more`, step]], next);

/**
 * Where the undos of a failure begin: at the failed step's own, or at the last one of all in a replay, since
 * the runs before it may have left what this one has not come to.
 */
export const failedState = (
  undoOf: readonly (readonly [step: string, undo: string])[],
  all: string,
): State => {
  const own = undoOf.map(
    ([step, undo]): Choice => [`$states.input.failure.step = '${step}'`, undo],
  );
  return choiceState([['$states.input.replay > 0', all], ...own], all);
};

/** Where the undos lead: a run that is to start over does so when nothing is stuck. */
export const undoneState = (startOver: string, tell: string): State =>
  choiceState(
    [["$states.input.then = 'startOver' and $count($states.input.stuck) = 0", startOver]],
    tell,
  );

/** Forgets the failure that was undone, and goes forward as a run without one. */
export const startOverState = (forward: string): State => ({
  Type: 'Pass',
  Output: without('failure', 'undone', 'stuck', 'then'),
  Next: forward,
});

/** Announces the failure, until it is announced. */
export const announceState = (name: string, task: SagaTask, next: string): State => ({
  ...taskState(task(name)),
  Output: '{% $states.input %}',
  Retry: [endlessRetry],
  Next: next,
});

/** A rolled-back saga ends as FAILED, with the error that started the rollback. */
export const failState: State = {
  Type: 'Fail',
  Error: '{% $states.input.failure.error.Error %}',
  Cause:
    "{% $string({'failedStep': $states.input.failure.step, 'message': $states.input.failure.error.Cause, 'undone': $states.input.undone, 'stuck': $states.input.stuck}) %}",
};
