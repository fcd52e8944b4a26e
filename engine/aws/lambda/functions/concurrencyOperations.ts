import { z } from 'zod';
import { type Operation, operation } from '../../../endpoint/service.ts';
import type { Engine } from '../../../engine.ts';
import type { Turns } from '../../../kernel/turns.ts';
import { functionNameOf } from './functionName.ts';
import type { FunctionStore } from './functionStore.ts';

const NewConcurrency = z.strictObject({
  FunctionName: z.string(),
  ReservedConcurrentExecutions: z.int().min(0),
});
const Reference = z.strictObject({ FunctionName: z.string() });

/** PutFunctionConcurrency, GetFunctionConcurrency, DeleteFunctionConcurrency. */
export const concurrencyOperations = (
  engine: Engine,
  parts: { functions: FunctionStore; turns: Turns },
): Record<string, Operation> => {
  const { functions, turns } = parts;
  return {
    PutFunctionConcurrency: operation(NewConcurrency, async (input) => {
      const name = functionNameOf(engine, input.FunctionName);
      const { ReservedConcurrentExecutions } = input;
      await turns.take(name, async () => {
        const fn = await functions.get(name);
        await functions.put(name, { ...fn, reservedConcurrency: ReservedConcurrentExecutions });
      });
      return { ReservedConcurrentExecutions };
    }),
    GetFunctionConcurrency: operation(Reference, async (input) => {
      const fn = await functions.get(functionNameOf(engine, input.FunctionName));
      return { ReservedConcurrentExecutions: fn.reservedConcurrency };
    }),
    DeleteFunctionConcurrency: operation(Reference, async (input) => {
      const name = functionNameOf(engine, input.FunctionName);
      await turns.take(name, async () => {
        const { reservedConcurrency: _, ...fn } = await functions.get(name);
        await functions.put(name, fn);
      });
      return {};
    }),
  };
};
