import { z } from 'zod';
import { type Json, JsonValue, parseJson } from '../../../kernel/json.ts';
import { argumentsFailure, StateFailure } from '../run/stateFailure.ts';
import { awsFailure } from './awsFailure.ts';
import { asStateMachine, type Integration, type TaskCall } from './taskCall.ts';

const Arguments = z.strictObject({
  FunctionName: z.string(),
  Payload: JsonValue.optional(),
  InvocationType: z.enum(['RequestResponse', 'Event']).default('RequestResponse'),
  Qualifier: z.string().optional(),
});

const Answer = z.object({
  StatusCode: z.number(),
  Payload: z.string().optional(),
  FunctionError: z.string().optional(),
  ExecutedVersion: z.string().default('$LATEST'),
});
type Answer = z.infer<typeof Answer>;

const FunctionFailure = z.object({ errorType: z.string().min(1) });

const NAMING = { prefix: 'Lambda', unmodeled: 'AWSLambdaException', server: 'ServiceException' };

const parsed = (text: string | undefined): Json => {
  if (text === undefined || text === '') return '';
  try {
    return parseJson(text);
  } catch {
    // A payload that is no JSON is handed on as the text that it is.
    return text;
  }
};

const functionFailure = (payload: string): StateFailure => {
  const told = FunctionFailure.safeParse(parsed(payload));
  if (told.success) {
    return new StateFailure({ error: told.data.errorType, cause: payload, verbatim: true });
  }
  const cause = `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`;
  return new StateFailure({ error: 'Lambda.Unknown', cause, verbatim: true });
};

const invoke = async (task: TaskCall): Promise<Answer> => {
  const args = Arguments.safeParse(task.args);
  if (!args.success) throw argumentsFailure(z.prettifyError(args.error));
  const { Payload, ...rest } = args.data;
  const input = { ...rest, ...(Payload !== undefined && { Payload: JSON.stringify(Payload) }) };
  const principal = asStateMachine(task.execution);
  try {
    return Answer.parse(
      await task.call({ service: 'lambda', operation: 'Invoke', input, principal }),
    );
  } catch (error) {
    throw awsFailure(error, NAMING);
  }
};

/**
 * `arn:aws:states:::lambda:invoke`. A function's own error is named by its errorType and told by its
 * payload; Lambda's errors are `Lambda.<Code>`, any of status 500 or more `Lambda.ServiceException`.
 */
export const lambdaInvoke: Integration = {
  resourceType: 'lambda',
  resource: 'invoke',
  lost: 'Lambda.ServiceException',
  async run(task) {
    const answer = await invoke(task);
    if (answer.FunctionError !== undefined) throw functionFailure(answer.Payload ?? '');
    return {
      ExecutedVersion: answer.ExecutedVersion,
      Payload: parsed(answer.Payload),
      StatusCode: answer.StatusCode,
    };
  },
};
