import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployedStack } from '#engine';
import { StartError } from './startError.ts';

/** Stack outputs by key, as `cdk deploy --outputs-file` would give them, of all stacks together. */
export type Outputs = Readonly<Record<string, string>>;

const BETWEEN_STACKS = /^ExportsOutput/;

/** Flattens the outputs of all stacks; those that only carry values between stacks are left out. */
export const flattened = (stacks: readonly DeployedStack[]): Outputs => {
  const owners = new Map<string, string>();
  const outputs: Record<string, string> = {};
  for (const { stack, outputs: own } of stacks) {
    for (const { key, value } of own.filter((output) => !BETWEEN_STACKS.test(output.key))) {
      const other = owners.get(key);
      if (other) throw new StartError(`stacks ${other} and ${stack} both have an output ${key}`);
      owners.set(key, stack);
      outputs[key] = value;
    }
  }
  return outputs;
};

/** The file that says, by being there, that a run is ready. It holds secrets: its owner reads it. */
export const outputsFile = (directory: string) => {
  const file = join(directory, 'outputs.json');
  return {
    /** Takes an earlier run's file away: only for who has the folder. */
    remove: (): Promise<void> => rm(file, { force: true }),
    async write(outputs: Outputs): Promise<void> {
      const draft = `${file}.${process.pid}`;
      await writeFile(draft, `${JSON.stringify(outputs, null, 2)}\n`, { mode: 0o600 });
      await rename(draft, file);
    },
  };
};
