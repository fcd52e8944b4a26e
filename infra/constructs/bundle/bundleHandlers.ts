import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const services = join(here, '..', '..', '..', 'services');
const HANDLER = /\.handler\.ts$/;

/** Some of the SDK's CommonJS dependencies call `require`, which an ES module does not have. */
const requireShim =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** What the SDK brings for places where no function runs: a third of its size. */
const replaced = {
  '@aws-sdk/credential-provider-node': join(here, 'environmentCredentials.ts'),
  '@smithy/core/event-streams': join(here, 'noEventStreams.ts'),
};

/** Every handler by its place below `services/`, e.g. `registration/register`. */
export const handlers = (): string[] =>
  readdirSync(services, { recursive: true, encoding: 'utf8' })
    .filter((file) => HANDLER.test(file))
    .map((file) => file.replace(HANDLER, ''));

/** How esbuild makes a function's bundle. */
export const bundling = {
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  alias: replaced,
  banner: { js: requireShim },
} satisfies BuildOptions;

/**
 * Bundles every handler in one run of esbuild, as `<handler>/index.mjs`: minified ES modules with the SDK
 * inside, so that the code that was tested is the code that runs. One run for all is several times faster
 * than one each. Answers what each bundle is made of.
 */
export const bundleHandlers = (outdir: string): Metafile =>
  buildSync({
    entryPoints: handlers().map((handler) => ({
      in: join(services, `${handler}.handler.ts`),
      out: join(handler, 'index'),
    })),
    outdir,
    outExtension: { '.js': '.mjs' },
    ...bundling,
    metafile: true,
    logLevel: 'error',
  }).metafile;
