import * as z from 'zod';
import { StartTime } from './startTimes.ts';

/** What every saga is about: a tenant, and the event that started it. */
export const SagaSubject = z.object({
  /** The event behind it: its cause, the name of its runs, and the owner of all that it makes. */
  eventId: z.string(),
  tenantId: z.string(),
});
export type SagaSubject = z.infer<typeof SagaSubject>;

/** Code of a saga: a bundle below `services/`, and what its functions need from their deployment. */
type Code = { run: string; environment: z.ZodObject };

/** What a step may have to wait for before the next one. */
export type Settling = 'route';

/** One step of a saga, as data. Its bundle exports `run`, and `undo` where it has one. */
export type SagaStep = Code & {
  /** The name of the step, of its state, of its function and of its result. */
  name: string;
  /** The name of the undo's state and function. An undo succeeds when there is nothing to undo. */
  undo?: string;
  /** What `run` answers; later steps and undos are given it under the step's name. */
  result?: z.ZodObject;
  /** The step is for inputs with these values only. */
  only?: Readonly<Record<string, string>>;
  /** The last step that a failure rolls back. The steps after it are tried until they succeed. */
  pivot?: true;
  /** After it time passes, until nobody acts on what was so before: `route`, on what a tenant's route said. */
  settle?: Settling;
  /** It is run again for as long as its result says `more`. */
  repeat?: true;
};

/** What tells the world that a saga was rolled back; its bundle exports `run`. */
export type SagaAnnouncement = Code & {
  name: string;
  /** The names of errors that are the customer's to mend: no operator is called for them. */
  customers: readonly string[];
};

type WithResult<Step extends SagaStep> = Extract<Step, { result: z.ZodObject }>;

/** What the steps before a task have answered, by their names. */
export type ResultsOf<Step extends SagaStep> = {
  [One in WithResult<Step> as One['name']]?: z.infer<One['result']> | undefined;
};

/** What a step's `run` answers. */
export type ResultOf<Step extends SagaStep> = Step extends { result: z.ZodObject }
  ? z.infer<Step['result']>
  : Record<string, never>;

/** What went wrong: the step, and the error as Step Functions describes it. */
export const SagaFailure = z.object({
  step: z.string(),
  error: z.object({ Error: z.string(), Cause: z.string().optional() }),
});
export type SagaFailure = z.infer<typeof SagaFailure>;

/** What a run that undoes first is started with beside the rest. */
export const UndoFirst = z.object({
  failure: SagaFailure,
  undone: z.tuple([]),
  stuck: z.tuple([]),
  /** What follows when nothing is stuck; what is stuck is always announced. */
  // biome-ignore lint/suspicious/noThenProperty: the state machine reads it; nobody awaits it.
  then: z.enum(['startOver', 'giveUp']),
  /** The event that demanded the undo. */
  cause: z.string().optional(),
});
export type UndoFirst = z.infer<typeof UndoFirst>;

/** What a run is started with beside the saga's own input. */
const Start = z.object({
  /** 0 for the first run, n for the one called `<eventId>-r<n>`. */
  replay: z.int().min(0),
  ...StartTime.shape,
  ...UndoFirst.partial().shape,
});

/** What an execution of a saga with this input is started with. */
export type SagaStart<Input = SagaSubject> = Input & z.infer<typeof Start>;

const TaskPosition = z.object({
  /** 0 at the first try of the first run; above that the step may find what is there already. */
  attempt: z.int().min(0),
  /** Which run of the saga it is: 0 for the first one. */
  replay: z.int().min(0),
  /** When the step began; stable over its retries. */
  enteredAt: z.iso.datetime(),
});

/** Where a task of a run stands. */
export type TaskPosition = z.infer<typeof TaskPosition>;

const Rollback = z.object({
  failure: SagaFailure,
  undone: z.array(z.string()),
  stuck: z.array(z.string()),
});

/** What a rollback did: what failed, which steps were undone, and which could not be. */
export type Rollback = z.infer<typeof Rollback>;

/** Checks each result by its step's schema, and strips nothing. */
const resultsOf = <Step extends SagaStep>(steps: readonly Step[]) => {
  const known = z.looseObject(
    Object.fromEntries(steps.map(({ name, result }) => [name, (result ?? z.object()).optional()])),
  );
  return z.custom<ResultsOf<Step>>().superRefine((value, context) => {
    for (const { path, message } of known.safeParse(value).error?.issues ?? []) {
      context.addIssue({ code: 'custom', path, message });
    }
  });
};

const checkNames = ({ name, steps, failed }: SagaDefinition): void => {
  const tasks = tasksOf({ steps, failed });
  const twice = tasks.find((task, index) => tasks.indexOf(task) < index);
  if (twice !== undefined) throw new Error(`the saga ${name} has two tasks called ${twice}`);
};

const checkConditions = ({ name, steps, input }: SagaDefinition): void => {
  for (const step of steps) {
    const unknown = Object.keys(step.only ?? {}).find((field) => !(field in input.shape));
    if (unknown !== undefined) {
      throw new Error(`${step.name} of ${name} depends on ${unknown}, which is no input of it`);
    }
  }
};

type Declared<Input extends typeof SagaSubject.shape, Step extends SagaStep> = {
  /** The saga's name: of its state machine, metrics, alarms and logs. */
  name: string;
  /** The same in every run of it. */
  input: z.ZodObject<Input>;
  /** In order; undone in reverse from the step that failed. */
  steps: readonly Step[];
  failed: SagaAnnouncement;
};

/**
 * Declares a saga: state machine, operators' views, replay, metrics and alarms derive from it. Throws
 * when two tasks have one name, or when a step depends on a field that is no input.
 */
export const defineSaga = <Input extends typeof SagaSubject.shape, const Step extends SagaStep>(
  declared: Declared<Input, Step>,
) => {
  const { input } = declared;
  const taskInput = z.object({
    ...input.shape,
    ...TaskPosition.shape,
    results: resultsOf(declared.steps),
  });
  const saga = {
    ...declared,
    /** What an execution is started with. */
    start: z.object({ ...input.shape, ...Start.shape }),
    /** What every task is given: the input, where it stands, and what the steps before it made. */
    taskInput,
    /** What the announcement is given beside that. */
    failureInput: z.object({ ...taskInput.shape, ...Rollback.shape }),
  };
  checkNames(saga);
  checkConditions(saga);
  return saga;
};

/** Any saga, for code that is given one to fold into a state machine. */
export type SagaDefinition = {
  name: string;
  input: z.ZodObject;
  steps: readonly SagaStep[];
  failed: SagaAnnouncement;
};

/** A saga with this input, for code that is given one to start, show or replay. */
export type Saga<Input extends SagaSubject = SagaSubject> = Pick<
  SagaDefinition,
  'name' | 'steps' | 'failed'
> & { input: z.ZodType<Input>; start: z.ZodType<SagaStart<Input>> };

/** Every task of a saga: each is one function. */
export type TaskOf<Saga extends Pick<SagaDefinition, 'steps' | 'failed'>> =
  | Saga['steps'][number]['name']
  | Extract<Saga['steps'][number], { undo: string }>['undo']
  | Saga['failed']['name'];

/** The names of a saga's tasks. */
export const tasksOf = ({ steps, failed }: Pick<SagaDefinition, 'steps' | 'failed'>): string[] => [
  ...steps.flatMap(({ name, undo }) => (undo === undefined ? [name] : [name, undo])),
  failed.name,
];
