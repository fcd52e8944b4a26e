import { setup as synthesize } from './assembly.ts';
import { bundleHandlers } from './handlers/bundledHandlers.ts';

/** Jest's global setup. */
// biome-ignore lint/style/noDefaultExport: the form that Jest asks for
export default async (): Promise<void> => {
  await synthesize();
  bundleHandlers();
};
