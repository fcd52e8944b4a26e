import { z } from 'zod';
import { JsonValue } from '../../../kernel/json.ts';

/** A JSON value in which any string may be a `{% … %}` expression. */
const Template = JsonValue;
const Assignments = z.record(z.string().min(1).max(80), Template);
const Expression = z.string().regex(/^\{%[\s\S]*%\}$/, 'must be a JSONata expression, {% … %}');
const LONGEST_SECONDS = 99_999_999;
const Seconds = z.int().min(0).max(LONGEST_SECONDS);
const Timeout = z.int().min(1).max(LONGEST_SECONDS);

const common = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONata').optional() };
const outcome = { Assign: Assignments.optional(), Output: Template.optional() };
const flow = { Next: z.string().optional(), End: z.boolean().optional() };

/** One entry of Retry, with AWS's defaults. */
export const Retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.int().min(1).max(LONGEST_SECONDS).default(1),
  MaxAttempts: z.int().min(0).max(LONGEST_SECONDS).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().min(1).max(31_622_399).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});
export type Retrier = z.infer<typeof Retrier>;

const Catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  Next: z.string(),
  ...outcome,
});

const recovery = { Retry: z.array(Retrier).optional(), Catch: z.array(Catcher).optional() };

const Task = z.strictObject({
  Type: z.literal('Task'),
  Resource: z.string(),
  Arguments: Template.optional(),
  TimeoutSeconds: z.union([Timeout, Expression]).optional(),
  ...common,
  ...outcome,
  ...flow,
  ...recovery,
});

const Pass = z.strictObject({ Type: z.literal('Pass'), ...common, ...outcome, ...flow });

const Rule = z.strictObject({
  Comment: z.string().optional(),
  Condition: z.union([Expression, z.boolean()]),
  Next: z.string(),
  ...outcome,
});

const Choice = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z.array(Rule).min(1),
  Default: z.string().optional(),
  ...common,
  ...outcome,
});

const Wait = z.strictObject({
  Type: z.literal('Wait'),
  Seconds: z.union([Seconds, Expression]).optional(),
  Timestamp: z.union([z.iso.datetime({ offset: true }), Expression]).optional(),
  ...common,
  ...outcome,
  ...flow,
});

const Succeed = z.strictObject({
  Type: z.literal('Succeed'),
  Output: Template.optional(),
  ...common,
});

const Fail = z.strictObject({
  Type: z.literal('Fail'),
  Error: z.string().optional(),
  Cause: z.string().optional(),
  ...common,
});

const Parallel = z.strictObject({
  Type: z.literal('Parallel'),
  Arguments: Template.optional(),
  ...common,
  ...outcome,
  ...flow,
  ...recovery,
});

const MapState = z.strictObject({
  Type: z.literal('Map'),
  Items: z.union([z.array(Template), Expression]).optional(),
  ItemSelector: Template.optional(),
  MaxConcurrency: z.union([z.int().min(0), Expression]).optional(),
  ...common,
  ...outcome,
  ...flow,
  ...recovery,
});

/** States that run one after another: a machine, a branch of a Parallel, the inside of a Map. */
export type Container = { StartAt: string; States: Record<string, State> };

export type State =
  | z.infer<typeof Task | typeof Pass | typeof Choice | typeof Wait | typeof Succeed | typeof Fail>
  | (z.infer<typeof Parallel> & { Branches: Container[] })
  | (z.infer<typeof MapState> & { ItemProcessor: Container });

/** One state, by its Type. */
export type StateOf<Type extends State['Type']> = Extract<State, { Type: Type }>;

const States: z.ZodType<Container['States']> = z.lazy(() =>
  z.record(z.string().min(1).max(80), StateSchema),
);

const Branch = z.strictObject({ Comment: z.string().optional(), StartAt: z.string(), States });

const ItemProcessor = Branch.extend({
  ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE').optional() }).optional(),
});

const StateSchema = z.discriminatedUnion('Type', [
  Task,
  Pass,
  Choice,
  Wait,
  Succeed,
  Fail,
  Parallel.extend({ Branches: z.array(Branch).min(1) }),
  MapState.extend({ ItemProcessor }),
]);

/** A state machine in the Amazon States Language, JSONata fields only; anything else is refused. */
export const Machine = z.strictObject({
  Comment: z.string().optional(),
  Version: z.literal('1.0').optional(),
  QueryLanguage: z.literal('JSONata').optional(),
  StartAt: z.string(),
  TimeoutSeconds: Timeout.optional(),
  States,
});
export type Machine = z.infer<typeof Machine>;

/** The sub-machines that a state runs. */
export const containersOf = (state: State): readonly { at: string; container: Container }[] => {
  if (state.Type === 'Map') return [{ at: 'ItemProcessor', container: state.ItemProcessor }];
  if (state.Type !== 'Parallel') return [];
  return state.Branches.map((container, index) => ({ at: `Branches[${index}]`, container }));
};
