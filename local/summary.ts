import { join, relative } from 'node:path';
import type { Engine } from '#engine';
import type { Outputs } from './outputs.ts';

const API_PATH = '/_aws/execute-api/';

/** One row for each API: where stacks name it twice, the shorter name. */
const apis = (outputs: Outputs): [string, string][] => {
  const names = new Map<string, string>();
  for (const [name, value] of Object.entries(outputs)) {
    if (!value.includes(API_PATH)) continue;
    const known = names.get(value);
    if (known === undefined || name.length < known.length) names.set(value, name);
  }
  return [...names].map(([url, name]) => [name, url]);
};

/** A path as a person at the terminal would type it. */
export const shown = (path: string): string => {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') || fromHere === '' ? path : fromHere;
};

/** Where everything is, as aligned rows. */
export const summary = (engine: Engine, outputs: Outputs): string => {
  const { endpoint, region, accountId, directory } = engine;
  const rows: [string, string][] = [
    ...apis(outputs),
    ['In a browser', `${endpoint}/`],
    ['AWS endpoint', `${endpoint} (${region}, account ${accountId})`],
    ['Mail', `${endpoint}/_local/mail?to=ADDRESS`],
    ['Outputs, keys', shown(join(directory, 'outputs.json'))],
    ['Logs', shown(join(directory, 'logs'))],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
};
