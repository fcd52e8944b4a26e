import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { FunctionDeclaration } from '../../services/shared/defineFunction.ts';

const SERVICES = join(process.cwd(), 'services');

const isDeclaration = (value: unknown): value is FunctionDeclaration =>
  z.object({ handler: z.string(), environment: z.instanceof(z.ZodObject) }).safeParse(value)
    .success;

/** The names of all files below `services/` that end so, without that end, e.g. `registration/register`. */
export const servicesFiles = (end: string): string[] =>
  readdirSync(SERVICES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(end))
    .map((file) => file.slice(0, -end.length))
    .sort();

/** Every declaration that there is, by the place of its file. */
export const declaredFunctions = async (): Promise<ReadonlyMap<string, FunctionDeclaration>> => {
  const found = new Map<string, FunctionDeclaration>();
  for (const place of servicesFiles('.function.ts')) {
    const file = join(SERVICES, `${place}.function.ts`);
    const exported = Object.values(await import(pathToFileURL(file).href));
    const [declared, ...others] = exported.filter(isDeclaration);
    if (!declared || others.length > 0) throw new Error(`${file} must declare one function`);
    found.set(place, declared);
  }
  return found;
};
