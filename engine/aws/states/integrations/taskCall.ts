import type { Dispatch } from '../../../endpoint/call.ts';
import { roleSession } from '../../../iam/roles.ts';
import type { Json } from '../../../kernel/json.ts';
import type { Execution } from '../records.ts';

/** What a task's resource works with: who runs it, and its evaluated Arguments. */
export type TaskCall = { execution: Execution; call: Dispatch; args: Json };

/** One way of a Task to act. `run` throws StateFailure. */
export type Integration = {
  /** How the history names it: `lambda` and `invoke`. */
  resourceType: string;
  resource: string;
  /** The error of an attempt that the engine's own stop cut off. */
  lost: string;
  run(task: TaskCall): Promise<Json>;
};

/** The state machine acts as its own role, in a session named after the execution. */
export const asStateMachine = (execution: Execution) =>
  roleSession(execution.roleArn, execution.name, {
    service: 'states.amazonaws.com',
    sourceArn: execution.stateMachineArn,
  });
