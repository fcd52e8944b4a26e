import { ByteReader } from './byteReader.ts';

const littleEndian = (bytes: Buffer): number => bytes.readUIntLE(0, bytes.length);

const literalLength = (tag: number, input: ByteReader): number => {
  const short = tag >> 2;
  return (short < 60 ? short : littleEndian(input.take(short - 59))) + 1;
};

/** Length and distance of a copy, by the tag's two lowest bits. */
const copyOf = (tag: number, input: ByteReader): { length: number; offset: number } => {
  if ((tag & 3) === 1) {
    return { length: ((tag >> 2) & 7) + 4, offset: ((tag >> 5) << 8) | input.byte() };
  }
  return { length: (tag >> 2) + 1, offset: littleEndian(input.take((tag & 3) === 2 ? 2 : 4)) };
};

/** Repeats what was written `offset` bytes ago; the copy may run into itself. Answers where it ends. */
const repeat = (output: Buffer, at: number, copy: { length: number; offset: number }): number => {
  const { length, offset } = copy;
  if (offset === 0 || offset > at) throw new RangeError('a copy begins before the text');
  for (let to = at; to < at + length; to += 1) output[to] = output[to - offset] ?? 0;
  return at + length;
};

/** Undoes Snappy's compression: https://github.com/google/snappy, format_description.txt. Throws RangeError. */
export const unsnapped = (compressed: Buffer): Buffer => {
  const input = new ByteReader(compressed);
  const output = Buffer.alloc(input.varint());
  let at = 0;
  while (!input.atEnd) {
    const tag = input.byte();
    const isLiteral = (tag & 3) === 0;
    if (isLiteral) at += input.take(literalLength(tag, input)).copy(output, at);
    else at = repeat(output, at, copyOf(tag, input));
  }
  return output;
};
