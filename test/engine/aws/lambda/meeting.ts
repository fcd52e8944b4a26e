import { existsSync, readdirSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

/**
 * Tells which environment served, and how often it has. With `meet` it stays busy until as many
 * environments have come to a folder as there are to meet.
 */
export const WHO = `import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
const environment = randomUUID();
let served = 0;
export const handler = async ({ meet, folder }, context) => {
  if (meet) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(folder + '/' + environment, '');
    while (readdirSync(folder).length < meet) await setImmediate();
  }
  served += 1;
  return { environment, served, tenantId: context.tenantId ?? null };
};`;

/** Lets real time pass until so many environments have come to the folder. */
export const met = async (folder: string, count: number): Promise<void> => {
  while (!existsSync(folder) || readdirSync(folder).length < count) await setImmediate();
};
