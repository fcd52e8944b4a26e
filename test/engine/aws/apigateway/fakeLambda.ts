import { z } from 'zod';
import type { Principal } from '../../../../engine/endpoint/call.ts';
import type { Operation } from '../../../../engine/endpoint/service.ts';
import type { ServiceFactory } from '../../../../engine/endpoint/serviceFactory.ts';
import { type JsonObject, parseJsonObject } from '../../../../engine/kernel/json.ts';
import { openAccess } from '../../../support/openAccess.ts';

const Input = z.object({
  FunctionName: z.string(),
  Payload: z.string(),
  TenantId: z.string().optional(),
});

/** One invocation as Lambda saw it, its event parsed. */
export type Invoked = {
  functionName: string;
  event: JsonObject;
  tenantId: string | undefined;
  principal: Principal;
};

/** A function's answer to an event; a throw is what an unhandled error is in Lambda. */
export type Run = (event: JsonObject) => unknown;

const outcomeOf = async (run: Run | undefined, event: JsonObject): Promise<JsonObject> => {
  try {
    return { StatusCode: 200, Payload: JSON.stringify((await run?.(event)) ?? null) };
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message : String(error);
    const failure = { errorType: 'Error', errorMessage, trace: [] };
    return { StatusCode: 200, Payload: JSON.stringify(failure), FunctionError: 'Unhandled' };
  }
};

/** A Lambda service of in-process functions, by the last part of their ARN. */
export const fakeLambda = (functions: Record<string, Run>) => {
  const invoked: Invoked[] = [];
  const Invoke: Operation = async (input, { principal }) => {
    const { FunctionName, Payload, TenantId } = Input.parse(input);
    const functionName = FunctionName.split(':').at(-1) ?? '';
    const event = parseJsonObject(Payload);
    invoked.push({ functionName, event, tenantId: TenantId, principal });
    return outcomeOf(functions[functionName], event);
  };
  const service: ServiceFactory = () => ({
    signingName: 'lambda',
    protocol: { kind: 'rest-json', routes: [] },
    operations: { Invoke },
    access: openAccess('lambda', ['Invoke']),
  });
  return { service, invoked };
};

/** The integration uri of a function. */
export const invocationUri = (functionName: string): string =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${functionName}/invocations`;
