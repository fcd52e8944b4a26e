import type { stateMachines } from '../engine/aws/states/stateMachines.ts';

type Machines = Awaited<ReturnType<typeof stateMachines>>;

type Waiting = {
  /** Whether the task that was called last never answers. */
  isSilent(): boolean;
  passTime(): Promise<void>;
};

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Whether an execution does nothing but wait: for its time, for a retry, or for a task that never answers. */
const waits = async (machines: Machines, arn: string, isSilent: () => boolean) => {
  const last = (await machines.types(arn)).at(-1) ?? '';
  return last === 'TaskStarted'
    ? isSilent()
    : ['WaitStateEntered', 'TaskFailed', 'TaskTimedOut'].includes(last);
};

/**
 * What Step Functions says of an execution once it has ended. Lets time pass only while the execution waits, so
 * that no task is cut off that would answer.
 */
export const endOf = async (machines: Machines, arn: string, { isSilent, passTime }: Waiting) => {
  for (;;) {
    const described = await machines.describe(arn);
    if (described.status !== 'RUNNING') return described;
    await ((await waits(machines, arn, isSilent)) ? passTime() : turn());
  }
};
