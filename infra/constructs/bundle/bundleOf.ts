import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers } from './bundleHandlers.ts';

const bundleAll = (): string => {
  const outdir = mkdtempSync(join(tmpdir(), 'handlers-'));
  bundleHandlers(outdir);
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
