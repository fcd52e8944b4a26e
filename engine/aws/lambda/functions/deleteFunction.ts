import { z } from 'zod';
import { type Operation, operation } from '../../../endpoint/service.ts';
import { eventInvokeConfigsIn } from '../queue/eventInvokeConfig.ts';
import { functionNameOf } from './functionName.ts';
import type { FunctionParts } from './functionOperations.ts';
import { statementPrefix, statementsIn } from './permissionOperations.ts';

const Reference = z.strictObject({ FunctionName: z.string(), Qualifier: z.string().optional() });

/** DeleteFunction: the function with its policy and its configuration of queued invocation. */
export const deleteFunction = (parts: FunctionParts): Operation => {
  const { engine, functions, turns, changed } = parts;
  const statements = statementsIn(engine);
  const configs = eventInvokeConfigsIn(engine);
  return operation(Reference, async (input) => {
    const name = functionNameOf(engine, input.FunctionName, input.Qualifier);
    await turns.take(name, async () => {
      await functions.get(name);
      const kept = await statements.list({ prefix: statementPrefix(name) });
      await engine.store.batch([
        functions.deleting(name),
        configs.deleting(name),
        ...kept.map(({ key }) => statements.deleting(key)),
      ]);
      changed(name);
    });
    return { StatusCode: 204 };
  });
};
