import { teardown as removeAssembly } from './assembly.ts';
import { removeHandlers } from './handlers/bundledHandlers.ts';

/** Jest's global teardown. */
// biome-ignore lint/style/noDefaultExport: the form that Jest asks for
export default async (): Promise<void> => {
  await removeAssembly();
  await removeHandlers();
};
