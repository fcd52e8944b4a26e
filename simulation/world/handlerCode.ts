import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import vm from 'node:vm';
import { build, type Plugin } from 'esbuild';

/** What a handler's module is given: all that it can see of the world. */
export type Surroundings = {
  require: (id: string) => object;
  process: { env: Readonly<Record<string, string>> };
};

/** A handler's module, as it is when its function starts cold: its exports by their names. */
export type HandlerModule = Readonly<Record<string, (event: unknown) => Promise<unknown>>>;

/** Starts a handler's module anew; throws what its first lines throw. */
export type StartHandler = (around: Surroundings) => HandlerModule;

/** An edit of a source file, for mutants: replaces the one place where `find` stands. */
export type Edit = { file: string; find: string; replace: string };

/** The simulation is run by npm, in the project's folder. */
const PROJECT = process.cwd();
const SUFFIX = '.handler.ts';

/** Libraries are loaded once for all; those with a state of their own are given anew to each module. */
const SHARED = ['@aws-sdk/*', '@smithy/*', '@aws-lambda-powertools/*', 'ulid', 'zod'];

const load = createRequire(import.meta.url);

/** Handlers' modules start often and check little each time: compiling their schemas would cost more. */
const withoutCompiledSchemas = (): void => {
  const zod: { config(options: { jitless: boolean }): void } = load('zod');
  zod.config({ jitless: true });
};

const applied = (contents: string, { file, find, replace }: Edit): string => {
  if (contents.split(find).length !== 2) throw new Error(`${file} has not one: ${find}`);
  return contents.replace(find, () => replace);
};

/** Applies edits to what handlers are bundled from; an edit that changes no handler is a mistake. */
const edited = (edits: readonly Edit[]): Plugin => ({
  name: 'edits',
  setup({ onLoad, onEnd }) {
    const left = new Set(edits);
    onEnd(() => {
      for (const { file } of left) throw new Error(`no handler is made from ${file}`);
    });
    onLoad({ filter: /\/(services|events)\/.*\.ts$/ }, async ({ path }) => {
      const own = edits.filter(({ file }) => file === relative(PROJECT, path));
      const contents = own.reduce(applied, await readFile(path, 'utf8'));
      for (const one of own) left.delete(one);
      return { contents, loader: 'ts' };
    });
  },
});

const compiled = (name: string, code: string): StartHandler => {
  const start = vm.compileFunction(code, ['require', 'process', 'module'], {
    filename: `${name}.js`,
  });
  return ({ require, process }) => {
    const module: { exports: HandlerModule } = { exports: {} };
    start(require, process, module);
    return module.exports;
  };
};

/** Every handler of the services, by its place below `services/`, e.g. `registration/register`. */
export const handlerCode = async (
  edits: readonly Edit[],
): Promise<ReadonlyMap<string, StartHandler>> => {
  withoutCompiledSchemas();
  const services = join(PROJECT, 'services');
  const names = readdirSync(services, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length));
  const { outputFiles } = await build({
    entryPoints: names.map((name) => ({ in: join(services, name + SUFFIX), out: name })),
    outdir: '/',
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: SHARED,
    plugins: [edited(edits)],
    logLevel: 'error',
  });
  return new Map(
    outputFiles.map(({ path, text }) => {
      const name = path.slice(1, -'.js'.length);
      return [name, compiled(name, text)];
    }),
  );
};
