import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { z } from 'zod';
import { MemoryDatabase } from '../../engine/kernel/memoryStore.ts';
import { factsOf } from '../../simulation/checks/facts.ts';
import type { SeenEvent } from '../../simulation/checks/witness.ts';

/** Where a run writes what is published: a PutEvents input a line. */
export const EVENTS_FILE = 'events.jsonl';

const Entry = z.object({ Source: z.string(), DetailType: z.string(), Detail: z.string() });
const Published = z.object({ Entries: z.array(Entry) });

const entriesOf = async (folder: string): Promise<[string, string][]> => {
  const level = new ClassicLevel(folder);
  try {
    return await level.iterator().all();
  } finally {
    await level.close();
  }
};

const eventsIn = async (directory: string): Promise<SeenEvent[]> =>
  (await readFile(join(directory, EVENTS_FILE), 'utf8'))
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => Published.parse(JSON.parse(line)).Entries);

/** A copy of what `storedEvidence` reads: opening a store changes it, as an engine's start does. */
export const evidenceCopy = async (directory: string) => {
  const folder = await mkdtemp(join(tmpdir(), 'evidence-'));
  for (const name of ['state', 'dynamodb', EVENTS_FILE]) {
    await cp(join(directory, name), join(folder, name), { recursive: true });
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
};

/** What an engine that ended has left in its folder: the facts and events that an invariant looks at. */
export const storedEvidence = async (directory: string) => {
  const items = await entriesOf(join(directory, 'dynamodb'));
  const database = new MemoryDatabase([
    ...(await entriesOf(join(directory, 'state'))),
    ...items.map(([key, text]) => [`items\u0000${key}`, text] as const),
  ]);
  return { facts: factsOf(database), events: await eventsIn(directory) };
};
