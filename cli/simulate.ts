import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';

const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs the simulation in the project's folder; answers its exit code. */
const simulate = async (args: readonly string[]): Promise<number> => {
  const command = ['--import', 'tsx', 'simulation/main.ts', ...args];
  const child = spawn(process.execPath, command, { cwd: PROJECT, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  return typeof code === 'number' ? code : 1;
};

/** `simulate`, whose options are the simulation's own. */
export const addSimulate = (program: Command, done: (code: number) => void) => {
  program
    .command('simulate')
    .summary('run the product under faults, in virtual time')
    .description(
      'Runs the product under faults, in virtual time: npm run simulate. All options are its own.',
    )
    .argument('[options...]', 'passed on')
    .helpOption(false)
    .allowUnknownOption()
    .action(async (args: string[]) => done(await simulate(args)));
};
