import { AwsError } from '../../../endpoint/errors.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { invokeFunction, type Outcome } from '../../lambda/invokeFunction.ts';
import { poolArn } from '../pools/poolArn.ts';
import type { CognitoState } from '../state.ts';

/** Cognito's own limits; neither can be changed. */
const TIMEOUT_MS = 5_000;
const ATTEMPTS = 3;

const unexpected = (message: string): AwsError =>
  new AwsError('UnexpectedLambdaException', message);

/** The answer of a function that says something else than Cognito can read. */
export const unrecognizable = (): AwsError =>
  new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');

/** One call of a pool's trigger; `name` is the trigger's in LambdaConfig. */
export type Trigger = { name: string; functionArn: string; poolId: string; event: JsonObject };

const attempt = async (
  { engine }: CognitoState,
  { name, functionArn, poolId, event }: Trigger,
): Promise<Outcome> => {
  const sourceArn = poolArn(engine, poolId);
  const principal = {
    kind: 'service' as const,
    service: 'cognito-idp.amazonaws.com',
    sourceArn,
  };
  try {
    return await invokeFunction(engine, { functionArn, event, principal, timeoutMs: TIMEOUT_MS });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw unexpected(`${name} invocation failed due to error ${error.code}.`);
  }
};

/**
 * What the function of a trigger answers. Only a function that takes too long is called again; one that
 * throws ends the request with its message in Cognito's words.
 */
export const invokeTrigger = async (state: CognitoState, trigger: Trigger): Promise<unknown> => {
  for (let left = ATTEMPTS; left > 0; left -= 1) {
    const outcome = await attempt(state, trigger);
    if (outcome.kind === 'answer') return outcome.answer;
    if (outcome.kind === 'failure') {
      throw new AwsError(
        'UserLambdaValidationException',
        `${trigger.name} failed with error ${outcome.message}.`,
      );
    }
  }
  throw unexpected(
    `${trigger.name} failed with error Socket timeout while invoking Lambda function.`,
  );
};
