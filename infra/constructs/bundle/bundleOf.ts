import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from 'esbuild';
import { bundleHandlers, bundling, handlers } from './bundleHandlers.ts';
import { keptBundles } from './keptBundles.ts';

const project = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const KEPT = join(project, 'node_modules', '.cache', 'handlers');

const manifests = ['package.json', 'package-lock.json'].map((name) =>
  readFileSync(join(project, name), 'utf8'),
);

const kept = (): string =>
  keptBundles(KEPT, {
    bundle: (outdir) => Object.keys(bundleHandlers(outdir).inputs).map((input) => resolve(input)),
    settings: JSON.stringify([version, bundling, handlers(), manifests]),
  });

let bundles: string | undefined;

/** The folder with the bundle of one handler, e.g. `registration/register`. */
export const bundleOf = (handler: string): string => {
  bundles ??= kept();
  return join(bundles, handler);
};
