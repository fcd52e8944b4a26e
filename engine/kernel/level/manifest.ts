import { ByteReader } from './byteReader.ts';
import { Damage } from './damage.ts';
import { logRecords } from './logRecords.ts';

/** What a MANIFEST says: the oldest log that still counts, and the size of every table. */
export type Manifest = { log: number; tables: ReadonlyMap<number, number> };

type Draft = { log: number; tables: Map<number, number> };

/** What each tag of a version edit holds: https://github.com/google/leveldb, db/version_edit.cc. */
const FIELDS: ReadonlyMap<number, (edit: ByteReader, draft: Draft) => void> = new Map([
  [1, (edit) => edit.text()],
  [2, (edit, draft) => (draft.log = edit.varint())],
  [3, (edit) => edit.varint()],
  [4, (edit) => edit.varint()],
  [5, (edit) => [edit.varint(), edit.text()]],
  [6, (edit, draft) => [edit.varint(), draft.tables.delete(edit.varint())]],
  [
    7,
    (edit, draft) => {
      edit.varint();
      draft.tables.set(edit.varint(), edit.varint());
      edit.text();
      edit.text();
    },
  ],
  [9, (edit) => edit.varint()],
]);

/** Reads a MANIFEST file. Throws Damage. */
export const readManifest = (name: string, bytes: Buffer): Manifest => {
  const draft: Draft = { log: 0, tables: new Map() };
  let edits = 0;
  for (const record of logRecords(name, bytes)) {
    edits += 1;
    const edit = new ByteReader(record);
    while (!edit.atEnd) {
      const field = FIELDS.get(edit.varint());
      if (!field) throw new Damage(`${name} holds what no version edit holds`);
      field(edit, draft);
    }
  }
  if (edits === 0) throw new Damage(`${name} is empty`);
  return draft;
};
