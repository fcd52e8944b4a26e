import type { Engine } from '../../../engine.ts';
import { notFound } from '../refusals.ts';
import { functionArn } from './functionName.ts';
import { LambdaFunction } from './functionSchema.ts';

/** The functions of the account, by name. */
export const functionStore = (engine: Engine) => {
  const stored = engine.store.collection('lambda.functions', LambdaFunction);
  const get = async (name: string): Promise<LambdaFunction> => {
    const fn = await stored.get(name);
    if (!fn) throw notFound(`Function not found: ${functionArn(engine, name)}`);
    return fn;
  };
  return { ...stored, find: stored.get, get };
};

/** As `functionStore` gives it: `get` throws ResourceNotFoundException, `find` does not. */
export type FunctionStore = ReturnType<typeof functionStore>;
