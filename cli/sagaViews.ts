import { z } from 'zod';
import type { Connected } from './session.ts';
import type { Cell, Terminal, Tone } from './terminal.ts';

const Problem = z.object({ name: z.string(), message: z.string() });

export const Saga = z.looseObject({
  executionName: z.string(),
  kind: z.string().optional(),
  tenantId: z.string().optional(),
  status: z.enum(['running', 'succeeded', 'failed']),
  startedAt: z.string(),
  stoppedAt: z.string().optional(),
  failedStep: z.string().optional(),
  error: Problem.optional(),
  undone: z.array(z.string()).optional(),
  stuck: z.array(z.string()).optional(),
  replayOf: z.string().optional(),
});
export type Saga = z.infer<typeof Saga>;

const Step = z.looseObject({
  step: z.string(),
  kind: z.enum(['run', 'undo', 'announce']),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  attempts: z.number(),
  error: Problem.optional(),
  outcome: z.enum(['running', 'done', 'failed', 'undone', 'stuck']),
});
type Step = z.infer<typeof Step>;

export const SagaWithSteps = Saga.extend({ steps: z.array(Step) });
export type SagaWithSteps = z.infer<typeof SagaWithSteps>;

const STATUS: Record<Saga['status'], Tone> = { running: 'busy', succeeded: 'good', failed: 'bad' };

const OUTCOME: Record<Step['outcome'], Tone> = {
  running: 'busy',
  done: 'good',
  failed: 'bad',
  undone: 'quiet',
  stuck: 'bad',
};

const seconds = (time: string): string => time.replace(/\.\d+Z$/, 'Z');

const took = (startedAt: string, endedAt: string | undefined): string => {
  if (endedAt === undefined) return '';
  return `${((Date.parse(endedAt) - Date.parse(startedAt)) / 1_000).toFixed(1)} s`;
};

const reasonOf = ({ failedStep = '', error, stuck = [] }: Saga): string => {
  const left = stuck.length > 0 ? `  stuck: ${stuck.join(', ')}` : '';
  return `${failedStep}${error ? ` ${error.name}` : ''}${left}`.trim();
};

/** Sagas as a table, one a row. */
export const printSagas = ({ line, paint, table }: Terminal, sagas: readonly Saga[]): void => {
  if (sagas.length === 0) {
    line('no sagas');
    return;
  }
  table(
    ['EXECUTION', 'TENANT', 'STATUS', 'STARTED', 'FAILED AT'],
    sagas.map((saga) => [
      saga.executionName,
      saga.tenantId ?? '',
      paint(STATUS[saga.status], saga.status),
      seconds(saga.startedAt),
      reasonOf(saga),
    ]),
  );
};

const listOf = (steps: readonly string[] | undefined): string =>
  steps === undefined || steps.length === 0 ? 'nothing' : steps.join(', ');

const rollbackRows = ({ failedStep, error, undone, stuck }: Saga): string[][] => [
  ...(failedStep === undefined ? [] : [['failed step', failedStep]]),
  ...(error ? [['error', `${error.name}: ${error.message}`]] : []),
  ...(undone === undefined ? [] : [['undone', listOf(undone)]]),
  ...(stuck === undefined ? [] : [['stuck', listOf(stuck)]]),
];

const stepRow = ({ paint }: Terminal, step: Step): Cell[] => [
  step.kind === 'undo' ? `undo ${step.step}` : step.step,
  paint(OUTCOME[step.outcome], step.outcome),
  step.startedAt,
  took(step.startedAt, step.endedAt),
  String(step.attempts),
  step.error ? `${step.error.name}: ${step.error.message}` : '',
];

/** One saga with all that it did, in order. */
export const printSaga = ({ terminal }: Connected, saga: SagaWithSteps): void => {
  const { table, paint, line } = terminal;
  const { executionName, kind, tenantId, status, startedAt, stoppedAt, replayOf } = saga;
  table(
    [],
    [
      ['execution', executionName],
      ...(kind === undefined ? [] : [['kind', kind]]),
      ...(replayOf === undefined ? [] : [['replay of', replayOf]]),
      ['tenant', tenantId ?? 'none: started by hand'],
      ['status', paint(STATUS[status], status)],
      ['started', startedAt],
      ...(stoppedAt === undefined ? [] : [['ended', stoppedAt]]),
      ...rollbackRows(saga),
    ],
  );
  if (saga.steps.length === 0) return;
  line('');
  table(
    ['STEP', 'OUTCOME', 'STARTED', 'TOOK', 'ATTEMPTS', 'ERROR'],
    saga.steps.map((step) => stepRow(terminal, step)),
  );
};
