import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import type { Product } from './product.ts';

/** The product's deployed functions, each by its handler or by a part of its name. */
export const deployedFunctions = (product: Product) => {
  const client = new LambdaClient(product.sdk);

  const listed = async (part: string): Promise<{ name: string; arn: string }> => {
    for await (const page of paginateListFunctions({ client }, {})) {
      const found = page.Functions?.find(
        ({ FunctionName, Description }) => Description === part || FunctionName?.includes(part),
      );
      const { FunctionName: name, FunctionArn: arn } = found ?? {};
      if (name !== undefined && arn !== undefined) return { name, arn };
    }
    throw new Error(`no function is called ${part}`);
  };

  const known = new Map<string, ReturnType<typeof listed>>();
  const find = (part: string): ReturnType<typeof listed> => {
    const found = known.get(part) ?? listed(part);
    known.set(part, found);
    return found;
  };

  const nameOf = async (part: string): Promise<string> => (await find(part)).name;

  return {
    nameOf,
    arnOf: async (part: string): Promise<string> => (await find(part)).arn,
    async invoke(part: string, payload: unknown) {
      const FunctionName = await nameOf(part);
      const Payload = JSON.stringify(payload);
      return client.send(new InvokeCommand({ FunctionName, Payload }));
    },
    /** The lines that a function has logged so far and that hold this text. */
    async logged(functionName: string, text: string): Promise<string[]> {
      const file = join(product.engine.directory, 'logs', `${functionName}.log`);
      const log = await readFile(file, 'utf8').catch(() => '');
      return log.split('\n').filter((line) => line.includes(text));
    },
  };
};
