import { z } from 'zod';
import { type Operation, operation } from '../../../endpoint/service.ts';
import type { Engine } from '../../../engine.ts';
import type { Collection } from '../../../kernel/store.ts';
import { functionArn, functionNameOf } from '../functions/functionName.ts';
import type { FunctionStore } from '../functions/functionStore.ts';
import { notFound } from '../refusals.ts';

const Destination = z.strictObject({
  Destination: z.string().regex(/^arn:aws[a-z-]*:(sqs|lambda|events):/, {
    error: (issue) => `the local engine has no destination ${String(issue.input)}`,
  }),
});

const Settings = {
  MaximumRetryAttempts: z.int().min(0).max(2).optional(),
  MaximumEventAgeInSeconds: z.int().min(60).max(21_600).optional(),
  DestinationConfig: z
    .strictObject({ OnSuccess: Destination.optional(), OnFailure: Destination.optional() })
    .optional(),
};

const NewConfig = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string().optional(),
  ...Settings,
});

const Reference = z.strictObject({ FunctionName: z.string(), Qualifier: z.string().optional() });

/** How a function's queued invocations are retried, and where their results go. */
export const EventInvokeConfig = z.object({
  FunctionArn: z.string(),
  /** Epoch seconds. */
  LastModified: z.number(),
  ...Settings,
});
export type EventInvokeConfig = z.infer<typeof EventInvokeConfig>;

/** The configurations of queued invocation, by function name. */
export const eventInvokeConfigsIn = (engine: Engine): Collection<EventInvokeConfig> =>
  engine.store.collection('lambda.eventInvokeConfigs', EventInvokeConfig);

/** PutFunctionEventInvokeConfig, GetFunctionEventInvokeConfig, DeleteFunctionEventInvokeConfig. */
export const eventInvokeConfigOperations = (
  engine: Engine,
  functions: FunctionStore,
): Record<string, Operation> => {
  const configs = eventInvokeConfigsIn(engine);
  const existing = async (input: z.infer<typeof Reference>) => {
    const name = functionNameOf(engine, input.FunctionName, input.Qualifier);
    const config = await configs.get(name);
    if (config) return { name, config };
    throw notFound(
      `The function ${functionArn(engine, name)}:$LATEST doesn't have an EventInvokeConfig`,
    );
  };
  return {
    PutFunctionEventInvokeConfig: operation(NewConfig, async (input) => {
      const { FunctionName, Qualifier, ...settings } = input;
      const fn = await functions.get(functionNameOf(engine, FunctionName, Qualifier));
      const config = {
        ...settings,
        FunctionArn: `${fn.configuration.FunctionArn}:$LATEST`,
        LastModified: engine.clock.now() / 1000,
      };
      await configs.put(fn.configuration.FunctionName, config);
      return config;
    }),
    GetFunctionEventInvokeConfig: operation(Reference, async (input) => {
      return (await existing(input)).config;
    }),
    DeleteFunctionEventInvokeConfig: operation(Reference, async (input) => {
      await configs.delete((await existing(input)).name);
      return {};
    }),
  };
};
