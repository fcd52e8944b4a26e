/** Reads LevelDB's number and text encodings one after the other. Throws RangeError past the end. */
export class ByteReader {
  readonly #bytes: Buffer;
  position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.position >= this.#bytes.length;
  }

  byte(): number {
    const byte = this.#bytes.readUInt8(this.position);
    this.position += 1;
    return byte;
  }

  /** Seven bits a byte, least significant first. */
  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 128) return value;
    }
  }

  take(length: number): Buffer {
    const end = this.position + length;
    if (end > this.#bytes.length) throw new RangeError('the text goes beyond the end');
    const taken = this.#bytes.subarray(this.position, end);
    this.position = end;
    return taken;
  }

  /** A text behind its length. */
  text(): Buffer {
    return this.take(this.varint());
  }
}
