import { z } from 'zod';
import { JsonObject } from '../../engine/kernel/json.ts';
import type { Saga, SagaStep, SagaSubject } from '../../services/provisioning/saga/defineSaga.ts';
import { replayPlan } from '../../services/provisioning/saga/replayPlan.ts';
import {
  type HistoryEvent,
  rollbackSoFar,
  sagaSteps,
} from '../../services/provisioning/saga/sagaSteps.ts';
import { type Execution, rollbackOf, sagaView } from '../../services/provisioning/saga/sagaView.ts';
import { fakeLambda, stateMachines } from '../engine/aws/states/stateMachines.ts';
import { endOf } from './sagaEnd.ts';
import { stubsOf, UnreliableTasks } from './unreliableTasks.ts';
import { virtualClock } from './virtualClock.ts';

/** A saga to simulate: its table, its state machine, and what its runs are started with. */
export type Simulated<Input extends SagaSubject> = {
  saga: Saga<Input>;
  /** Each task's function is called `functionNamed(task)`. */
  definition: JsonObject;
  input: Input;
  /** What a step answers, by its name; an empty object where nothing is given. */
  results: Readonly<Record<string, JsonObject>>;
};

const MINUTE = 60_000;

const AwsEvent = z.looseObject({
  id: z.number(),
  previousEventId: z.number(),
  type: z.string(),
  timestamp: z.number(),
  stateEnteredEventDetails: z.object({ name: z.string() }).optional(),
});

const Described = z.object({
  name: z.string(),
  status: z.string(),
  startDate: z.number(),
  stopDate: z.number().optional(),
  input: z.string(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

type Machines = Awaited<ReturnType<typeof stateMachines>>;

const at = (seconds: number): Date => new Date(seconds * 1_000);

const historyOf = async (machines: Machines, arn: string): Promise<HistoryEvent[]> => {
  const events = z.array(AwsEvent).parse(await machines.history(arn));
  return events.map(({ id, previousEventId, type, timestamp, stateEnteredEventDetails }) => ({
    id,
    previousId: previousEventId,
    type,
    at: at(timestamp),
    state: stateEnteredEventDetails?.name,
    error: undefined,
  }));
};

const executionIn = (described: unknown): Execution => {
  const { startDate, stopDate, error, cause, ...rest } = Described.parse(described);
  const stoppedAt = stopDate === undefined ? undefined : at(stopDate);
  return { ...rest, startedAt: at(startDate), stoppedAt, error, cause };
};

const appliesTo =
  (input: SagaSubject) =>
  ({ only = {} }: SagaStep): boolean =>
    Object.entries(only).every(
      ([field, value]) => Object.entries(input).find(([name]) => name === field)?.[1] === value,
    );

const Rollback = z.object({ undone: z.array(z.string()), stuck: z.array(z.string()) }).partial();

/** What is wrong at the end of a run: half made, wrongly named, or differently shown. */
const violationsOf = <Input extends SagaSubject>(
  { saga, input }: Simulated<Input>,
  tasks: UnreliableTasks,
  { end, history }: { end: Execution; history: readonly HistoryEvent[] },
): string[] => {
  const steps = saga.steps.filter(appliesTo(input)).map(({ name }) => name);
  const made = saga.steps.map(({ name }) => name).filter((name) => tasks.made.has(name));
  const shown = Rollback.parse(rollbackSoFar(sagaSteps(saga, history)));
  const rollback = rollbackOf(end);
  const check = (isSo: boolean, otherwise: string) => (isSo ? [] : [otherwise]);
  if (end.status === 'SUCCEEDED') {
    return [
      ...check(made.join() === steps.join(), `succeeded, and made only ${made}`),
      ...check(sagaView(saga, end).tenantId === input.tenantId, 'is shown of another tenant'),
    ];
  }
  const stuck = rollback?.stuck ?? [];
  const unnamed = made.filter((name) => !stuck.includes(name));
  return [
    ...check(rollback !== undefined, `ended as ${end.status}: ${end.error}`),
    ...check(unnamed.length === 0, `failed, and ${unnamed} is left unnamed`),
    ...check(tasks.announced.length > 0, 'failed, and announced nothing'),
    ...check(
      String(shown.undone) === String(rollback?.undone) && String(shown.stuck) === String(stuck),
      `is shown as ${JSON.stringify(shown)}, and was ${end.cause}`,
    ),
  ];
};

/** Nothing but what a run left stands in the way of the next one. */
const unhindered = {
  describe: async () => undefined,
  history: async () => [],
  list: async () => undefined,
  start: async () => true,
  whySettled: async () => undefined,
  heldByOthers: async () => [],
};

const MOST_REPLAYS = 5;

/**
 * Runs a saga whose tasks go wrong by chance, and replays it as operators do until it succeeds. Answers
 * what is wrong at the end of any run, and how the first one ended.
 */
export const simulateSaga = async <Input extends SagaSubject>(
  simulated: Simulated<Input>,
  seed: number,
): Promise<{ first: string; stuck: boolean; violations: string[] }> => {
  const { saga, definition, input } = simulated;
  const tasks = new UnreliableTasks(saga, seed);
  const { clock, advance } = virtualClock();
  const services = [fakeLambda(stubsOf(simulated, tasks))];
  const machines = await stateMachines({ services, clock });
  const violations: string[] = [];

  const run = async (name: string, start: object): Promise<Execution> => {
    const arn = await machines.begin({ ...JsonObject.parse(start), results: {} }, name);
    const isSilent = () => tasks.silent;
    const end = executionIn(
      await endOf(machines, arn, { isSilent, passTime: () => advance(15 * MINUTE) }),
    );
    const history = await historyOf(machines, arn);
    violations.push(...violationsOf(simulated, tasks, { end, history }));
    return end;
  };

  const replay = async (last: Execution): Promise<Execution> => {
    const plan = await replayPlan({ saga, ...unhindered }, last);
    if (plan.kind === 'refused') throw new Error(plan.reason);
    return run(plan.executionName, plan.input);
  };

  try {
    await machines.create(definition);
    const first = await run(input.eventId, { ...input, replay: 0 });
    let last = first;
    for (let replays = 1; last.status !== 'SUCCEEDED'; replays += 1) {
      tasks.mended = replays === MOST_REPLAYS;
      last = await replay(last);
      if (tasks.mended && last.status !== 'SUCCEEDED') throw new Error('is never made');
    }
    const stuck = (rollbackOf(first)?.stuck.length ?? 0) > 0;
    return { first: first.status, stuck, violations };
  } finally {
    await machines.destroy();
  }
};
