import { z } from 'zod';
import { operation } from '../../endpoint/service.ts';
import type { ServiceFactory } from '../../endpoint/serviceFactory.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { Turns } from '../../kernel/turns.ts';
import { type Parameters, parametersIn } from './parameter.ts';
import { PutParameter, putParameter } from './putParameter.ts';
import { readOperations } from './readOperations.ts';
import { ssmAccess } from './ssmAccess.ts';
import { tagOperations } from './tagOperations.ts';

const DeleteParameters = z.strictObject({ Names: z.array(z.string()).min(1).max(10) });

const deleteAll = async (parameters: Parameters, names: string[]): Promise<JsonObject> => {
  const found = await Promise.all(names.map((name) => parameters.find(name)));
  for (const parameter of found) if (parameter) await parameters.delete(parameter.name);
  return {
    DeletedParameters: names.filter((_, index) => found[index]),
    InvalidParameters: names.filter((_, index) => !found[index]),
  };
};

/** SSM's parameter store: the current version of each parameter. */
export const ssm: ServiceFactory = (engine) => {
  const parameters = parametersIn(engine);
  const turns = new Turns();
  return {
    signingName: 'ssm',
    protocol: { kind: 'json' },
    access: ssmAccess(parameters),
    operations: {
      ...readOperations(parameters),
      ...tagOperations(parameters, turns),
      PutParameter: operation(PutParameter, (input) =>
        turns.take(input.Name, () => putParameter(parameters, engine.clock, input)),
      ),
      DeleteParameter: operation(z.strictObject({ Name: z.string() }), async (input) => {
        const { name } = await parameters.need(input.Name);
        await parameters.delete(name);
        return {};
      }),
      DeleteParameters: operation(DeleteParameters, (input) =>
        deleteAll(parameters, [...new Set(input.Names)]),
      ),
    },
  };
};
