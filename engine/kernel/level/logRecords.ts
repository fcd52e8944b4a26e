import { maskedCrc32c } from './crc32c.ts';
import { Damage } from './damage.ts';

const BLOCK = 32_768;
const HEADER = 7;
const FIRST = 2;
const LAST = 4;

type Piece = { type: number; content: Buffer; end: number };

/** The piece of a record that is stored here, whole and as it was written; else undefined. */
const pieceAt = (block: Buffer, at: number): Piece | undefined => {
  const length = block.readUInt16LE(at + 4);
  const end = at + HEADER + length;
  const type = block.readUInt8(at + 6);
  if (type === 0 || type > LAST || end > block.length) return undefined;
  const intact = maskedCrc32c(block.subarray(at + 6, end)) === block.readUInt32LE(at);
  return intact ? { type, content: block.subarray(at + HEADER, end), end } : undefined;
};

const anyPieceIn = (block: Buffer, from: number): boolean => {
  for (let at = from; at + HEADER <= block.length; at += 1) if (pieceAt(block, at)) return true;
  return false;
};

/** What a process leaves that is killed while it writes: a piece that ends with the file, or zeros. */
const isTornTail = (block: Buffer, at: number): boolean => {
  const rest = block.subarray(at);
  const beyond = at + HEADER + block.readUInt16LE(at + 4) > block.length;
  return rest.every((byte) => byte === 0) || (beyond && !anyPieceIn(block, at + 1));
};

type Block = { name: string; start: number; content: Buffer; isLast: boolean };

function* piecesIn({ name, start, content, isLast }: Block): Generator<Piece> {
  for (let at = 0; at + HEADER <= content.length; ) {
    const piece = pieceAt(content, at);
    if (!piece && isLast && isTornTail(content, at)) return;
    if (!piece) throw new Damage(`${name} is not as it was written at byte ${start + at}`);
    yield piece;
    at = piece.end;
  }
}

function* piecesOf(name: string, bytes: Buffer): Generator<Piece> {
  for (let start = 0; start < bytes.length; start += BLOCK) {
    const content = bytes.subarray(start, start + BLOCK);
    yield* piecesIn({ name, start, content, isLast: start + BLOCK >= bytes.length });
  }
}

/**
 * The records of a LevelDB log or MANIFEST; one that a kill has torn at the end counts as never written. Throws
 * Damage, where LevelDB itself would leave out what it cannot read, and go on.
 */
export function* logRecords(name: string, bytes: Buffer): Generator<Buffer> {
  let parts: Buffer[] = [];
  for (const { type, content } of piecesOf(name, bytes)) {
    if (type <= FIRST) parts = [];
    parts.push(content);
    if (type === 1 || type === LAST) yield Buffer.concat(parts);
  }
}
