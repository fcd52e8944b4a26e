import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers } from '../../infra/constructs/bundle/bundleHandlers.ts';

/** A handler's bundle: its bytes, and how many of them each npm package has, the largest first. */
export type BundleSize = { handler: string; bytes: number; packages: [string, number][] };

const PACKAGE = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/;
const HANDLER = /^services\/(.+)\.handler\.ts$/;

/** The npm package of a bundled file; `own` for the product's. */
const packageOf = (input: string): string => PACKAGE.exec(input)?.[1] ?? 'own';

const perPackage = (inputs: Record<string, { bytesInOutput: number }>): [string, number][] => {
  const packages = new Map<string, number>();
  for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
    const name = packageOf(input);
    packages.set(name, (packages.get(name) ?? 0) + bytesInOutput);
  }
  return [...packages].toSorted(([, one], [, other]) => other - one);
};

/** Every handler, bundled as it deploys; the largest first. */
export const bundleSizes = (): BundleSize[] => {
  const folder = mkdtempSync(join(tmpdir(), 'sizes-'));
  const { outputs } = bundleHandlers(folder);
  rmSync(folder, { recursive: true });
  return Object.values(outputs)
    .map(({ entryPoint = '', bytes, inputs }) => ({
      handler: HANDLER.exec(entryPoint)?.[1] ?? entryPoint,
      bytes,
      packages: perPackage(inputs),
    }))
    .toSorted((one, other) => other.bytes - one.bytes);
};

/** The bytes that these packages have in a bundle. */
export const bytesOf = ({ packages }: BundleSize, named: RegExp): number =>
  packages.filter(([name]) => named.test(name)).reduce((all, [, bytes]) => all + bytes, 0);

/** The AWS SDK, with what only it depends on. */
export const SDK = /^@(aws-sdk|smithy|aws)\/|^(mnemonist|obliterator|bowser)$/;
