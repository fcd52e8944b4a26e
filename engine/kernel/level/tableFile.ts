import { ByteReader } from './byteReader.ts';
import { maskedCrc32c } from './crc32c.ts';
import { Damage } from './damage.ts';
import { unsnapped } from './snappy.ts';

const FOOTER = 48;
const MAGIC = 'db4775248b80fb57';
const SNAPPY = 1;

type Handle = { offset: number; size: number };

const handleIn = (reader: ByteReader): Handle => ({
  offset: reader.varint(),
  size: reader.varint(),
});

/** A block's content as it was before it was compressed. */
const block = (name: string, bytes: Buffer, { offset, size }: Handle): (() => Buffer) => {
  const end = offset + size;
  const stored = bytes.subarray(offset, end + 1);
  if (maskedCrc32c(stored) !== bytes.readUInt32LE(end + 1)) {
    throw new Damage(`${name} is not as it was written at byte ${offset}`);
  }
  const content = stored.subarray(0, size);
  return () => (stored[size] === SNAPPY ? unsnapped(content) : content);
};

/** The values of an index block: where the table's other blocks are. */
const handlesIn = (index: Buffer): Handle[] => {
  const restarts = index.readUInt32LE(index.length - 4);
  const reader = new ByteReader(index.subarray(0, index.length - 4 * (restarts + 1)));
  const handles: Handle[] = [];
  while (!reader.atEnd) {
    reader.varint();
    const unshared = reader.varint();
    reader.varint();
    reader.take(unshared);
    handles.push(handleIn(reader));
  }
  return handles;
};

/** Checks every block of a table file. Throws Damage, and RangeError where it ends too early. */
export const checkTable = (name: string, bytes: Buffer, size: number): void => {
  if (bytes.length !== size) {
    throw new Damage(`${name} has ${bytes.length} bytes, and was written with ${size}`);
  }
  const footer = bytes.subarray(bytes.length - FOOTER);
  const magic = Buffer.from(footer.subarray(FOOTER - 8))
    .reverse()
    .toString('hex');
  if (magic !== MAGIC) throw new Damage(`${name} does not end as a table does`);
  const handles = new ByteReader(footer);
  block(name, bytes, handleIn(handles));
  const index = block(name, bytes, handleIn(handles))();
  for (const handle of handlesIn(index)) block(name, bytes, handle);
};
