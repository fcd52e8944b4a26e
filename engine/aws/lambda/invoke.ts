import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { type Operation, operation } from '../../endpoint/service.ts';
import type { Engine } from '../../engine.ts';
import { parseJson } from '../../kernel/json.ts';
import { functionNameOf } from './functions/functionName.ts';
import type { LambdaFunction } from './functions/functionSchema.ts';
import type { FunctionStore } from './functions/functionStore.ts';
import { checkTenant, type RunInvocation } from './invocation.ts';
import type { EventQueue } from './queue/eventQueue.ts';

const SYNCHRONOUS_LIMIT = 6_291_456;
const QUEUED_LIMIT = 1_048_576;

const Invocation = z.object({
  FunctionName: z.string(),
  Qualifier: z.string().optional(),
  InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).default('RequestResponse'),
  LogType: z.literal('None', 'the local engine does not support LogType Tail').optional(),
  /** Base64 of JSON. */
  ClientContext: z.string().max(3583).optional(),
  DurableExecutionName: z
    .undefined('the local engine does not support DurableExecutionName')
    .optional(),
  TenantId: z.string().optional(),
  Payload: z.string().default(''),
});
type Invocation = z.infer<typeof Invocation>;

const checkSize = (payload: string, limit: number): void => {
  if (Buffer.byteLength(payload) <= limit) return;
  throw new AwsError(
    'RequestTooLargeException',
    `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
    { status: 413, fields: { Type: 'User' } },
  );
};

const checkJson = (what: string, text: string): void => {
  try {
    parseJson(text);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse ${what} into json: ${error instanceof Error ? error.message : String(error)}`,
      { fields: { Type: 'User' } },
    );
  }
};

const clientContextOf = (input: Invocation): string | undefined => {
  if (input.ClientContext === undefined) return undefined;
  const text = Buffer.from(input.ClientContext, 'base64').toString();
  checkJson('client context', text);
  return text;
};

const jobOf = (engine: Engine, fn: LambdaFunction, input: Invocation) => {
  const { FunctionName, FunctionArn } = fn.configuration;
  checkTenant(fn, input.TenantId);
  const payload = input.Payload === '' ? '{}' : input.Payload;
  checkSize(payload, input.InvocationType === 'Event' ? QUEUED_LIMIT : SYNCHRONOUS_LIMIT);
  checkJson('request body', payload);
  const qualified = input.Qualifier !== undefined || input.FunctionName.endsWith(':$LATEST');
  return {
    requestId: engine.random.uuid(),
    functionName: FunctionName,
    invokedFunctionArn: qualified ? `${FunctionArn}:$LATEST` : FunctionArn,
    payload,
    tenantId: input.TenantId,
    clientContext: clientContextOf(input),
  };
};

/** Invoke. `Payload` is JSON text both ways; `Event` answers once the invocation is durably queued. */
export const invoke = (
  engine: Engine,
  parts: { functions: FunctionStore; run: RunInvocation; queue: EventQueue },
): Operation =>
  operation(Invocation, async (input) => {
    const name = functionNameOf(engine, input.FunctionName, input.Qualifier);
    const fn = await parts.functions.get(name);
    const job = jobOf(engine, fn, input);
    if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
    if (input.InvocationType === 'Event') {
      await parts.queue.add(job);
      return { StatusCode: 202, Payload: '' };
    }
    const { payload, functionError } = await parts.run(fn, job);
    return {
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      ...(functionError && { FunctionError: functionError }),
      Payload: payload,
    };
  });
