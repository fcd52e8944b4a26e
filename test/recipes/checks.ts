import type { Recipe } from './recipe.ts';
import type { Outcome, Scratch } from './scratch.ts';

/** What found that something is missing, and all that it said. */
export type Finding = { by: string; output: string };

const contracts = (scratch: Scratch): Outcome =>
  scratch.run('--import', 'tsx', 'contracts/main.ts');

/** The types; the first time takes long, the others what has changed. */
const types = (scratch: Scratch): Outcome =>
  scratch.run('node_modules/typescript/bin/tsc', '--incremental', '--tsBuildInfoFile', '.types');

const tests = (scratch: Scratch, files: readonly string[]): Outcome =>
  scratch.run(
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    '--maxWorkers=2',
    ...files,
  );

/** The test files that failed; none where their common set-up did. */
const failedIn = (output: string): string => {
  const files = [...output.matchAll(/^FAIL \S+ (\S+)/gm)].map(([, file]) => file);
  return files.length === 0 ? 'the set-up of the tests' : [...new Set(files)].join(', ');
};

/** Every check of a recipe, quickest first; undefined when all of them are green. */
export const firstFinding = (
  scratch: Scratch,
  recipe: Recipe,
  generates: boolean,
): Finding | undefined => {
  const generated = generates ? contracts(scratch) : undefined;
  if (generated?.isGreen === false) return { by: 'contracts', output: generated.output };
  const typed = types(scratch);
  if (!typed.isGreen) return { by: 'types', output: typed.output };
  const tested = tests(scratch, recipe.tests);
  if (!tested.isGreen) return { by: failedIn(tested.output), output: tested.output };
  const { simulation } = recipe;
  if (!simulation) return undefined;
  const simulated = scratch.run('--import', 'tsx', 'simulation/main.ts', ...simulation);
  return simulated.isGreen ? undefined : { by: 'simulation', output: simulated.output };
};
