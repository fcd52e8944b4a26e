import { z } from 'zod';
import { type Json, type JsonObject, JsonValue } from '../../../kernel/json.ts';
import type { Thread } from '../records.ts';
import { StateFailure } from './stateFailure.ts';
import { boundedText, MOST_BYTES, type Step } from './step.ts';

/** How a state is left: what it hands on, what it assigns, and where the thread goes. */
export type Exit = {
  /** Undefined ends the thread. */
  next: string | undefined;
  rules: { Assign?: Record<string, Json> | undefined; Output?: Json | undefined };
  /** The output of a state without Output. */
  otherwise: Json;
  /** Where `rules` stand in the state, e.g. `Catch[0]/`. */
  at?: string;
  /** `result` or `errorOutput`, for the expressions of `rules`. */
  more?: JsonObject;
};

const Variables: z.ZodType<Record<string, Json>> = z.record(z.string(), JsonValue);

const assignedTexts = (assigned: Record<string, Json>): Record<string, string> => {
  const texts = Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]);
  const bytes = texts.reduce((sum, [, text]) => sum + Buffer.byteLength(text ?? ''), 0);
  if (bytes > MOST_BYTES) {
    const cause = `The Assign field exceeds the maximum variable assignment size by ${bytes - MOST_BYTES} bytes.`;
    throw new StateFailure({ error: 'States.DataLimitExceeded', cause });
  }
  return Object.fromEntries(texts);
};

const evaluated = async (step: Step, thread: Thread, exit: Exit) => {
  const { rules, at = '', more = {} } = exit;
  const output =
    rules.Output === undefined
      ? exit.otherwise
      : await step.evaluate(thread, { template: rules.Output, at: `${at}Output`, more });
  const assigned = Variables.parse(
    await step.evaluate(thread, { template: rules.Assign ?? {}, at: `${at}Assign`, more }),
  );
  return { output, assigned };
};

/**
 * Leaves the thread's state. Output and Assign both see the variables from before. Throws
 * StateFailure when an expression fails or a size limit is passed; nothing has changed then.
 */
export const leaveState = async (step: Step, thread: Thread, exit: Exit): Promise<void> => {
  const { output, assigned } = await evaluated(step, thread, exit);
  const text = boundedText(output, `state/task '${thread.state}'`);
  const texts = assignedTexts(assigned);
  const changes = Object.keys(texts).length > 0;
  step.record(thread, `${step.stateOf(thread).Type}StateExited`, {
    name: 'stateExitedEventDetails',
    value: {
      name: thread.state,
      output: text,
      outputDetails: { truncated: false },
      ...(changes && { assignedVariables: texts, assignedVariablesDetails: { truncated: false } }),
    },
  });
  thread.variables = { ...thread.variables, ...assigned };
  if (exit.next === undefined) step.finished.push({ thread, output });
  else moveOn(step, thread, { state: exit.next, input: output });
};

const moveOn = (step: Step, thread: Thread, to: { state: string; input: Json }): void => {
  Object.assign(thread, { ...to, retryCount: 0, retries: [], enteredAt: step.context.now });
  step.setPhase(thread, { kind: 'enter' });
};
