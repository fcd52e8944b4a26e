import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { z } from 'zod';

/** All that a handler's module can see of the world. */
export type Surroundings = {
  require: (id: string) => object;
  process: { env: Readonly<Record<string, string>> };
};

/** A handler's module, as it is when its function starts cold: its exports by their names. */
export type HandlerModule = Readonly<Record<string, (event: unknown) => Promise<unknown>>>;

/** The variable that tells the tests of one run where the handlers are. */
const FOLDER = 'TEST_HANDLERS';

const handlersFolder = (): string => {
  const folder = process.env[FOLDER];
  if (folder === undefined) throw new Error(`${FOLDER} is not set: run the tests by npm test`);
  return folder;
};

const SUFFIX = '.handler.ts';
const LIBRARIES = 'libraries.json';

/** Loaded once for all functions of a process, which is most of what starting one costs. */
const SHARED = ['@aws-sdk/*', '@smithy/*', '@aws-lambda-powertools/*', 'ulid', 'zod'];

/** Bundles every handler of the services for the tests of one run, each as a function of its surroundings. */
export const bundleHandlers = (): void => {
  const outdir = mkdtempSync(join(tmpdir(), 'handlers-'));
  const services = join(process.cwd(), 'services');
  const places = readdirSync(services, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length));
  const { metafile } = buildSync({
    entryPoints: places.map((place) => ({ in: join(services, place + SUFFIX), out: place })),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: SHARED,
    banner: { js: 'module.exports = ({ require, process }) => { const module = { exports: {} };' },
    footer: { js: 'return module.exports; };' },
    metafile: true,
    logLevel: 'error',
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

/** Handlers' modules start often and check little each time: compiling their schemas would cost more. */
const withoutCompiledSchemas = (): void => {
  const zod: { config(options: { jitless: boolean }): void } = load('zod');
  zod.config({ jitless: true });
};

const Libraries = z.array(z.string());

/** Loads what handlers share, which takes long: not while one of them waits for an answer, and counts the seconds. */
export const loadLibraries = (): void => {
  const text = readFileSync(join(handlersFolder(), LIBRARIES), 'utf8');
  for (const library of Libraries.parse(JSON.parse(text))) load(library);
  withoutCompiledSchemas();
};

/** Starts the module of a handler anew; throws what its first lines throw. Undefined when there is no such handler. */
export const startHandler = (
  place: string,
): ((around: Surroundings) => HandlerModule) | undefined => {
  const file = join(handlersFolder(), `${place}.cjs`);
  return existsSync(file) ? load(file) : undefined;
};
