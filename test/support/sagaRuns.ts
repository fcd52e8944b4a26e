import { z } from 'zod';
import { type Json, JsonObject } from '../../engine/kernel/json.ts';
import type { Deployment } from '../../events/fields.ts';
import { OnboardingInput } from '../../services/provisioning/onboarding/onboardingInput.ts';
import {
  type OnboardingTask,
  onboardingSaga,
} from '../../services/provisioning/onboarding/onboardingSaga.ts';
import {
  type SagaStart,
  type SagaStep,
  tasksOf,
} from '../../services/provisioning/saga/defineSaga.ts';
import { fakeLambda, returned, stateMachines, threw } from '../engine/aws/states/stateMachines.ts';
import { aStepInput, aUlid } from './builders.ts';
import { definitionOf, functionNamed } from './definitionOf.ts';
import { resourcesOf } from './resources.ts';
import { endOf } from './sagaEnd.ts';
import { virtualClock } from './virtualClock.ts';

/** How a stub task fails at each of its first `times` runs; `States.Timeout` is never to answer. */
export type Failing = { error: string; times: number };

export type SagaRun = {
  deployment?: Deployment;
  failing?: Partial<Record<OnboardingTask, Failing>>;
  /** What the run is started with beside the saga's input. */
  start?: Partial<SagaStart<OnboardingInput>>;
};

export const permanently: Failing = { error: 'PermanentError', times: Number.POSITIVE_INFINITY };

/** What the stub of a task answers; nothing in particular where no later task reads it. */
const RESULTS: Partial<Record<OnboardingTask, JsonObject>> = {
  CreateIdentity: { userPoolId: 'us-east-1_pool', appClientId: 'client' },
  CreateApiKey: { apiKeyId: 'key' },
  WriteRoute: { provisionedEventId: aUlid(2_001), sequence: 2 },
};

export const resultOf = (task: OnboardingTask): JsonObject => RESULTS[task] ?? {};

const steps: readonly (SagaStep & { name: OnboardingTask; undo?: OnboardingTask })[] =
  onboardingSaga.steps;

/** The steps that a deployment goes through. */
export const stepsOf = (deployment: Deployment) =>
  steps.filter(({ only }) => only === undefined || only['deployment'] === deployment);

/** The steps that a failure rolls back; the others are tried until they succeed. */
export const fallibleOf = (deployment: Deployment) => {
  const all = stepsOf(deployment);
  return all.slice(0, all.findIndex(({ pivot }) => pivot) + 1);
};

const tasks = tasksOf(onboardingSaga);

const readDefinition = (): JsonObject => {
  const [machine] = resourcesOf('AWS::StepFunctions::StateMachine', ['ControlPlane']);
  if (!machine) throw new Error('the control plane has no state machine');
  return definitionOf('ControlPlane', machine.Properties);
};

let definition: JsonObject | undefined;

/** The onboarding state machine's definition as it was synthesized. */
export const sagaDefinitionOf = (): JsonObject => {
  definition ??= readDefinition();
  return definition;
};

/** What executions are started with, as the starter starts them. */
export const sagaInput = (
  deployment: Deployment,
  more: Partial<SagaStart<OnboardingInput>> = {},
): JsonObject => {
  const saga = OnboardingInput.parse(aStepInput(1, { deployment }));
  return JsonObject.parse({
    ...onboardingSaga.start.parse({ ...saga, replay: 0, ...more }),
    results: {},
  });
};

type Call = { task: OnboardingTask; payload: JsonObject; silent: boolean };

const stubs = (failing: NonNullable<SagaRun['failing']>, calls: Call[]) => {
  const stub = (task: OnboardingTask) => (payload: Json) => {
    const earlier = calls.filter((call) => call.task === task).length;
    const { error, times } = failing[task] ?? { error: '', times: 0 };
    const silent = earlier < times && error === 'States.Timeout';
    calls.push({ task, payload: JsonObject.parse(payload), silent });
    if (silent) return new Promise<JsonObject>(() => {});
    return earlier < times ? threw(error, `${task} failed`) : returned(resultOf(task));
  };
  return fakeLambda(Object.fromEntries(tasks.map((task) => [functionNamed(task), stub(task)])));
};

const Ended = z.object({
  status: z.string(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

/** Runs the synthesized saga with stub tasks; answers how it ended and what each task was given. */
export const runSaga = async ({ deployment = 'silo', failing = {}, start = {} }: SagaRun = {}) => {
  const calls: Call[] = [];
  const { clock, advance } = virtualClock();
  const machines = await stateMachines({ services: [stubs(failing, calls)], clock });
  try {
    await machines.create(sagaDefinitionOf());
    const arn = await machines.begin(sagaInput(deployment, start));
    const { output, ...end } = await endOf(machines, arn, {
      isSilent: () => calls.at(-1)?.silent === true,
      passTime: () => advance(1_000),
    });
    const outcome = { ...Ended.parse(end), output: output && JSON.parse(output) };
    return { ...outcome, calls, ran: [...new Set(calls.map(({ task }) => task))] };
  } finally {
    await machines.destroy();
  }
};
