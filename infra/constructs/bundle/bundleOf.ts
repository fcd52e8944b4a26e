import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const services = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'services');
const HANDLER = /\.handler\.ts$/;

/** Some of the SDK's CommonJS dependencies call `require`, which an ES module does not have. */
const requireShim =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

const handlers = (): string[] =>
  readdirSync(services, { recursive: true, encoding: 'utf8' })
    .filter((file) => HANDLER.test(file))
    .map((file) => file.replace(HANDLER, ''));

/**
 * Bundles every handler in one run of esbuild: minified ES modules with the SDK inside, so that the
 * code that was tested is the code that runs. One run for all is several times faster than one each.
 */
const bundleAll = (): string => {
  const outdir = mkdtempSync(join(tmpdir(), 'handlers-'));
  buildSync({
    entryPoints: handlers().map((handler) => ({
      in: join(services, `${handler}.handler.ts`),
      out: join(handler, 'index'),
    })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: requireShim },
    logLevel: 'error',
  });
  // By then CDK has copied them into its output.
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  return outdir;
};

let bundles: string | undefined;

/** The folder with the bundle of one handler, e.g. `registration/register`. */
export const bundleOf = (handler: string): string => {
  bundles ??= bundleAll();
  return join(bundles, handler);
};
