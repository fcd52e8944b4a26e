import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { z } from 'zod';
import {
  inProcessBundles,
  type StartHandler,
  withoutCompiledSchemas,
} from '../../../simulation/world/handlerModules.ts';

/** The variable that tells the tests of one run where the handlers are. */
const FOLDER = 'TEST_HANDLERS';

const handlersFolder = (): string => {
  const folder = process.env[FOLDER];
  if (folder === undefined) throw new Error(`${FOLDER} is not set: run the tests by npm test`);
  return folder;
};

const LIBRARIES = 'libraries.json';

/** Bundles every handler of the services for the tests of one run, each as a function of its surroundings. */
export const bundleHandlers = (): void => {
  const outdir = mkdtempSync(join(tmpdir(), 'handlers-'));
  const { metafile } = buildSync({
    ...inProcessBundles(),
    outdir,
    outExtension: { '.js': '.cjs' },
    banner: { js: 'module.exports = ({ require, process }) => { const module = { exports: {} };' },
    footer: { js: 'return module.exports; };' },
    metafile: true,
  });
  const libraries = Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports)
    .map(({ path }) => path);
  writeFileSync(join(outdir, LIBRARIES), JSON.stringify([...new Set(libraries)]));
  process.env[FOLDER] = outdir;
};

/** Removes what `bundleHandlers` has made. */
export const removeHandlers = (): Promise<void> =>
  rm(handlersFolder(), { recursive: true, force: true });

const load = createRequire(import.meta.url);

const Libraries = z.array(z.string());

/** Loads what handlers share, which takes long: not while one of them waits for an answer, and counts the seconds. */
export const loadLibraries = (): void => {
  const text = readFileSync(join(handlersFolder(), LIBRARIES), 'utf8');
  for (const library of Libraries.parse(JSON.parse(text))) load(library);
  withoutCompiledSchemas();
};

/** Starts the module of a handler anew; throws what its first lines throw. Undefined when there is no such handler. */
export const startHandler = (place: string): StartHandler | undefined => {
  const file = join(handlersFolder(), `${place}.cjs`);
  return existsSync(file) ? load(file) : undefined;
};
