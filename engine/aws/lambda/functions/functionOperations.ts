import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type Operation, operation } from '../../../endpoint/service.ts';
import type { Engine } from '../../../engine.ts';
import { type JsonObject, JsonValue } from '../../../kernel/json.ts';
import type { Turns } from '../../../kernel/turns.ts';
import { conflict } from '../refusals.ts';
import { codeDirectory, loggingOf, newFunction, revision } from './createFunction.ts';
import { functionNameOf } from './functionName.ts';
import { type LambdaFunction, NewFunction, Settings } from './functionSchema.ts';
import type { FunctionStore } from './functionStore.ts';
import { checkVariables } from './functionVariables.ts';

const FunctionReference = z.object({ FunctionName: z.string(), Qualifier: z.string().optional() });
const NewCode = z.object({ FunctionName: z.string() }).catchall(JsonValue);
const NewSettings = z.strictObject({ ...Settings.shape, FunctionName: z.string() });
const Page = z.object({
  Marker: z.string().optional(),
  MaxItems: z.coerce.number().int().min(1).max(10_000).optional(),
});

const PAGE = 50;

type NewSettings = z.infer<typeof NewSettings>;

/** What the operations on functions work with; `changed` is told of code that must be loaded anew. */
export type FunctionParts = {
  engine: Engine;
  functions: FunctionStore;
  turns: Turns;
  changed(functionName: string): void;
};

const described = ({ configuration, directory, tags, reservedConcurrency }: LambdaFunction) => ({
  Configuration: configuration,
  Code: { RepositoryType: 'Local', Location: pathToFileURL(directory).href },
  Tags: tags,
  ...(reservedConcurrency !== undefined && {
    Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
  }),
});

const withSettings = (fn: LambdaFunction, input: NewSettings): LambdaFunction => {
  const { FunctionName: _, Environment, LoggingConfig, Layers: __, ...others } = input;
  const set = Object.entries(others).filter(([, value]) => value !== undefined);
  const { configuration } = fn;
  return {
    ...fn,
    configuration: {
      ...configuration,
      ...Object.fromEntries(set),
      ...(Environment && { Environment: { Variables: Environment.Variables ?? {} } }),
      ...(LoggingConfig && { LoggingConfig: loggingOf(configuration.FunctionName, LoggingConfig) }),
    },
  };
};

const reads = ({ engine, functions }: FunctionParts): Record<string, Operation> => {
  const found = ({ FunctionName, Qualifier }: z.infer<typeof FunctionReference>) =>
    functions.get(functionNameOf(engine, FunctionName, Qualifier));
  return {
    GetFunction: operation(FunctionReference, async (input) => described(await found(input))),
    GetFunctionConfiguration: operation(
      FunctionReference,
      async (input) => (await found(input)).configuration,
    ),
    ListFunctions: operation(Page, async ({ Marker, MaxItems }) => {
      const limit = Math.min(MaxItems ?? PAGE, PAGE);
      const page = await functions.list({
        limit: limit + 1,
        ...(Marker !== undefined && { after: Marker }),
      });
      const shown = page.slice(0, limit);
      const last = shown.at(-1);
      return {
        Functions: shown.map(({ value }) => value.configuration),
        ...(last && page.length > limit && { NextMarker: last.key }),
      };
    }),
  };
};

const update = async (
  parts: FunctionParts,
  reference: string,
  change: (fn: LambdaFunction) => LambdaFunction,
): Promise<JsonObject> => {
  const { engine, functions, turns, changed } = parts;
  const name = functionNameOf(engine, reference);
  return turns.take(name, async () => {
    const next = change(await functions.get(name));
    const configuration = { ...next.configuration, ...revision(engine) };
    await functions.put(name, { ...next, configuration });
    changed(name);
    return configuration;
  });
};

/** CreateFunction, UpdateFunction…, GetFunction… and ListFunctions. */
export const functionOperations = (parts: FunctionParts): Record<string, Operation> => ({
  ...reads(parts),
  CreateFunction: operation(NewFunction, async (input) => {
    const { engine, functions, turns } = parts;
    const fn = await newFunction(engine, input);
    const name = fn.configuration.FunctionName;
    return turns.take(name, async () => {
      if (await functions.find(name)) throw conflict(`Function already exist: ${name}`);
      await functions.put(name, fn);
      return fn.configuration;
    });
  }),
  UpdateFunctionCode: operation(NewCode, async ({ FunctionName, ...code }) => {
    const directory = await codeDirectory(code);
    return update(parts, FunctionName, (fn) => ({ ...fn, directory }));
  }),
  UpdateFunctionConfiguration: operation(NewSettings, async (input) => {
    checkVariables(input.Environment?.Variables ?? {});
    return update(parts, input.FunctionName, (fn) => withSettings(fn, input));
  }),
});
