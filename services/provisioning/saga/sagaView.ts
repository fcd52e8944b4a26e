import * as z from 'zod';
import type { Saga, SagaSubject } from './defineSaga.ts';
import { messageOf, parsedJson } from './lambdaCause.ts';
import { StartTime } from './startTimes.ts';

/** An execution as Step Functions describes it, as far as it matters here. */
export type Execution = {
  name: string;
  status: string;
  startedAt: Date;
  stoppedAt: Date | undefined;
  input: string;
  error: string | undefined;
  cause: string | undefined;
};

export const SagaStatus = z.enum(['running', 'succeeded', 'failed']);
export type SagaStatus = z.infer<typeof SagaStatus>;

/** What the saga's Fail state says of a rollback. */
const Rollback = z.object({
  failedStep: z.string(),
  message: z.string().default(''),
  undone: z.array(z.string()),
  stuck: z.array(z.string()),
});

const REPLAY = /^(.+)-r(\d+)$/;

/** The eventId behind an execution's name, and which replay of it this is: 0 for the first run. */
export const originOf = (name: string): { eventId: string; replay: number } => {
  const [, eventId = name, replay = '0'] = REPLAY.exec(name) ?? [];
  return { eventId, replay: Number(replay) };
};

/** The name of a replay; the first run is called by the eventId alone. */
export const replayName = (eventId: string, replay: number): string =>
  replay === 0 ? eventId : `${eventId}-r${replay}`;

/** The saga's input, as it was started; undefined for what somebody started by hand, with another. */
export const inputOf = <Input extends SagaSubject>(
  saga: Pick<Saga<Input>, 'input'>,
  { input }: Pick<Execution, 'input'>,
): Input | undefined => saga.input.safeParse(parsedJson(input)).data;

/** The event that demanded a run, where one did. */
export const causeOf = (
  saga: Pick<Saga, 'start'>,
  { input }: Pick<Execution, 'input'>,
): string | undefined => saga.start.safeParse(parsedJson(input)).data?.cause;

/** When a run could begin: one that was given a start time has waited for it. */
export const beganAt = ({ startedAt, input }: Pick<Execution, 'startedAt' | 'input'>): Date => {
  const { startAt } = StartTime.safeParse(parsedJson(input)).data ?? {};
  return startAt === undefined ? startedAt : new Date(startAt);
};

const statusOf = (status: string): SagaStatus => {
  if (status === 'RUNNING') return 'running';
  return status === 'SUCCEEDED' ? 'succeeded' : 'failed';
};

/** What an execution's own Fail state said; undefined for one that ended in any other way. */
export const rollbackOf = ({ cause }: Pick<Execution, 'cause'>) =>
  Rollback.safeParse(parsedJson(cause ?? '')).data;

type End = {
  error?: { name: string; message: string };
  failedStep?: string;
  undone?: string[];
  stuck?: string[];
};

const endOf = (execution: Execution): End => {
  const { error: name, cause = '' } = execution;
  if (name === undefined) return {};
  const rollback = rollbackOf(execution);
  if (!rollback) return { error: { name, message: cause } };
  const { message, ...steps } = rollback;
  return { error: { name, message: messageOf(message) }, ...steps };
};

/** An execution as operators see it. */
export const sagaView = (saga: Pick<Saga, 'name' | 'input'>, execution: Execution) => {
  const { name, startedAt, stoppedAt } = execution;
  const { eventId, replay } = originOf(name);
  return {
    executionName: name,
    kind: saga.name,
    tenantId: inputOf(saga, execution)?.tenantId,
    status: statusOf(execution.status),
    startedAt: startedAt.toISOString(),
    stoppedAt: stoppedAt?.toISOString(),
    ...endOf(execution),
    replayOf: replay === 0 ? undefined : eventId,
  };
};
export type SagaView = ReturnType<typeof sagaView>;
