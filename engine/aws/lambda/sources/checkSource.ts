import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Engine } from '../../../engine.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { LambdaFunction } from '../functions/functionSchema.ts';
import { invalid } from '../refusals.ts';
import type { SourceMapping } from './sourceMapping.ts';
import { sourceQueue } from './sourceQueue.ts';

const Attributes = z.object({ Attributes: z.object({ VisibilityTimeout: z.coerce.number() }) });

/** Calls that a role needs and, as they are here, SQS answers with a refusal: nothing is received. */
const PROBES: readonly (readonly [operation: string, input: JsonObject])[] = [
  ['ReceiveMessage', { MaxNumberOfMessages: 0 }],
  ['DeleteMessage', { ReceiptHandle: 'none' }],
];

const refusalOf = (operation: string, error: unknown): unknown => {
  if (!(error instanceof AwsError)) return error;
  if (error.code.startsWith('AccessDenied')) {
    return invalid(
      `The provided execution role does not have permissions to call ${operation} on SQS`,
    );
  }
  if (error.code !== 'QueueDoesNotExist') return undefined;
  return invalid(
    'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
  );
};

const checkBatch = ({ BatchSize, MaximumBatchingWindowInSeconds }: SourceMapping): void => {
  if (BatchSize <= 10 || MaximumBatchingWindowInSeconds > 0) return;
  throw invalid(
    'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
  );
};

/** Throws what Lambda refuses: a role that may not poll, a queue that would give messages twice. */
export const checkSource = async (
  engine: Engine,
  fn: LambdaFunction,
  mapping: SourceMapping,
): Promise<void> => {
  checkBatch(mapping);
  const { call } = sourceQueue(engine, fn, mapping.EventSourceArn);
  const asked = async (operation: string, input: JsonObject): Promise<JsonObject> => {
    try {
      return await call(operation, input);
    } catch (error) {
      const refusal = refusalOf(operation, error);
      if (refusal !== undefined) throw refusal;
      return {};
    }
  };
  for (const [operation, input] of PROBES) await asked(operation, input);
  const answer = await asked('GetQueueAttributes', { AttributeNames: ['VisibilityTimeout'] });
  const { VisibilityTimeout: visible } = Attributes.parse(answer).Attributes;
  const { Timeout: timeout } = fn.configuration;
  if (visible >= timeout) return;
  throw invalid(
    `Queue visibility timeout: ${visible} seconds is less than Function timeout: ${timeout} seconds`,
  );
};
