import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { bundleHandlers } from '../../infra/constructs/bundle/bundleHandlers.ts';
import { ConsumerEnv } from '../../services/shared/onEvents.ts';
import { bundleSizes } from '../support/bundleSizes.ts';
import { declaredFunctions } from '../support/declaredFunctions.ts';

const PAIRS = 15;

const ANY = 'http://127.0.0.1/any';

/** What a process does that serves nothing, and what one does that can reach AWS at all. */
const baselines = {
  'an empty handler': '',
  'an empty handler with HTTPS': "import 'node:https'; import 'node:crypto';\n",
};

const EMPTY = 'export const handler = async () => ({});\n';

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

/** Milliseconds of a process that imports this module and ends. */
const importing = (file: string, environment: NodeJS.ProcessEnv): number => {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file], { env: environment });
  // Node prints the line of minified code that threw before the reason.
  if (status !== 0) throw new Error(`${file} was not imported: ${String(stderr).slice(-1_000)}`);
  return performance.now() - start;
};

/** Nothing is called, so that any text and any number will do. */
const valueFor = (schema: z.ZodType): string => (schema.safeParse(ANY).success ? ANY : '1');

const environmentOf = async (handler: string): Promise<NodeJS.ProcessEnv> => {
  const declared = (await declaredFunctions()).get(handler)?.environment.shape ?? {};
  const shape: Record<string, z.ZodType> = { ...declared, ...ConsumerEnv.shape };
  const values = Object.entries(shape).map(([name, schema]) => [name, valueFor(schema)]);
  return { ...Object.fromEntries(values), AWS_REGION: ANY };
};

/** Both in turn, so that a machine whose speed drifts does not decide. */
const ratio = (heavy: string, light: string, environment: NodeJS.ProcessEnv): string => {
  const pairs = Array.from({ length: PAIRS + 1 }, () => {
    const [one, other] = [importing(heavy, environment), importing(light, environment)];
    return { one, ratio: one / other };
  }).slice(1);
  const milliseconds = median(pairs.map(({ one }) => one));
  return `${median(pairs.map((pair) => pair.ratio)).toFixed(2)} × (${milliseconds.toFixed(0)} ms)`;
};

const folder = mkdtempSync(join(tmpdir(), 'cold-import-'));
bundleHandlers(folder);
const [{ handler } = { handler: '' }] = bundleSizes();
const environment = await environmentOf(handler);
for (const [name, imports] of Object.entries(baselines)) {
  const light = join(folder, 'empty.mjs');
  writeFileSync(light, `${imports}${EMPTY}`);
  const answer = ratio(join(folder, handler, 'index.mjs'), light, environment);
  process.stdout.write(`${handler}: ${answer} of ${name}, Node ${process.versions.node}\n`);
}
rmSync(folder, { recursive: true });
