import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checking, Damage } from './damage.ts';
import { logRecords } from './logRecords.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { checkTable } from './tableFile.ts';

type Folder = { path: string; names: readonly string[] };

/** Files of one kind by their numbers. */
const numbered = ({ names }: Folder, kind: RegExp): Map<number, string> =>
  new Map(names.filter((name) => kind.test(name)).map((name) => [Number.parseInt(name, 10), name]));

const LOG = /^\d+\.log$/;
const TABLE = /^\d+\.(ldb|sst)$/;

/** Undefined where nothing was stored yet: LevelDB makes CURRENT before its first log. */
const manifestOf = async (folder: Folder): Promise<Manifest | undefined> => {
  if (!folder.names.includes('CURRENT')) {
    const stored = folder.names.find((name) => LOG.test(name) || TABLE.test(name));
    if (stored === undefined) return undefined;
    throw new Damage(`CURRENT is missing beside ${stored}`);
  }
  const name = (await readFile(join(folder.path, 'CURRENT'), 'utf8')).trimEnd();
  if (!/^MANIFEST-\d+$/.test(name)) throw new Damage('CURRENT names no MANIFEST');
  if (!folder.names.includes(name)) throw new Damage(`${name} is missing`);
  const bytes = await readFile(join(folder.path, name));
  return checking(name, () => readManifest(name, bytes));
};

const checkTables = async (folder: Folder, { tables }: Manifest): Promise<void> => {
  const files = numbered(folder, TABLE);
  for (const [number, size] of tables) {
    const name = files.get(number);
    if (name === undefined) throw new Damage(`table ${number} is missing`);
    const bytes = await readFile(join(folder.path, name));
    checking(name, () => checkTable(name, bytes, size));
  }
};

/** A log is removed after the MANIFEST has named a later one: the one that it names is always there. */
const checkLogs = async (folder: Folder, { log }: Manifest): Promise<void> => {
  const files = numbered(folder, LOG);
  if (log > 0 && !files.has(log)) throw new Damage(`log ${log} is missing`);
  for (const [number, name] of files) {
    if (number < log) continue;
    const bytes = await readFile(join(folder.path, name));
    checking(name, () => Array.from(logRecords(name, bytes)).length);
  }
};

const namesIn = async (path: string): Promise<readonly string[]> => {
  try {
    return await readdir(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};

/**
 * Reads every file of a LevelDB folder and changes none. LevelDB itself leaves out records that it cannot read, and
 * makes an empty store where CURRENT is gone: what was answered would be lost without a word. Throws Damage.
 */
export const checkFolder = async (path: string): Promise<void> => {
  const folder = { path, names: await namesIn(path) };
  const manifest = await manifestOf(folder);
  if (!manifest) return;
  await checkTables(folder, manifest);
  await checkLogs(folder, manifest);
};
