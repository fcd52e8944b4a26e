import { AwsError } from '../../../endpoint/errors.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Context } from '../context.ts';
import type { ActionName, Request } from '../dynalite.ts';
import { type Outcome, Session } from '../session.ts';
import type { Done } from './capacity.ts';

/** One action of a transaction. */
export type Step = {
  action: ActionName;
  request: Request;
  /** False for a condition check, which runs as a deletion whose write is dropped. */
  writes: boolean;
  /** Whether a failed condition gives the item back. */
  returnsItem: boolean;
};

/** A step and what came of it. */
export type StepDone = Step & Done;

const codes: Readonly<Record<string, string>> = {
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  ValidationException: 'ValidationError',
};

const reasonOf = ({ outcome, returnsItem }: StepDone): JsonObject & { Code: string } => {
  const { error, found } = outcome;
  if (!error) return { Code: 'None' };
  const code = codes[error.code];
  if (!code) throw error;
  const item = returnsItem && code === 'ConditionalCheckFailed' ? found?.before : undefined;
  return { Code: code, Message: error.message, ...(item && { Item: item }) };
};

const cancelled = (done: readonly StepDone[]): AwsError => {
  const reasons = done.map(reasonOf);
  const summary = reasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${summary}]`,
    { fields: { CancellationReasons: reasons } },
  );
};

const checkDistinct = (done: readonly StepDone[]): void => {
  const found = done.flatMap(({ request, outcome }) =>
    outcome.found ? [`${request.TableName}/${outcome.found.key}`] : [],
  );
  if (new Set(found).size === found.length) return;
  throw new AwsError(
    'ValidationException',
    'Transaction request cannot include multiple operations on one item',
  );
};

/** Runs all steps without writing. Throws TransactionCanceledException when one fails. */
export const runSteps = async (context: Context, steps: readonly Step[]): Promise<StepDone[]> => {
  const session = new Session(context);
  const done: StepDone[] = [];
  for (const step of steps) {
    const outcome: Outcome = await session.run(step.action, step.request);
    done.push({ ...step, outcome });
  }
  checkDistinct(done);
  if (done.some(({ outcome }) => outcome.error)) throw cancelled(done);
  return done;
};

/** The tables whose locks a transaction holds. */
export const tablesOf = (steps: readonly Step[]): string[] => [
  ...new Set(steps.map(({ request }) => request.TableName)),
];
