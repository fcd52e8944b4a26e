import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import vm from 'node:vm';
import { build, type Plugin } from 'esbuild';
import {
  type HandlerModule,
  inProcessBundles,
  type StartHandler,
  withoutCompiledSchemas,
} from './handlerModules.ts';

/** An edit of a source file, for mutants: replaces the one place where `find` stands. */
export type Edit = { file: string; find: string; replace: string };

/** The simulation is run by npm, in the project's folder. */
const PROJECT = process.cwd();

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
  const { outputFiles } = await build({
    ...inProcessBundles(),
    outdir: '/',
    write: false,
    plugins: [edited(edits)],
  });
  return new Map(
    outputFiles.map(({ path, text }) => {
      const name = path.slice(1, -'.js'.length);
      return [name, compiled(name, text)];
    }),
  );
};
