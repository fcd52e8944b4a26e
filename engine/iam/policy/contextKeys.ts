/** What a request says about itself, as conditions and variables read it: a text, or several. */
export type KeyValue = string | readonly string[];

type Keys = Readonly<Record<string, KeyValue | undefined>>;

/** A list without members is a key that the request does not have. */
const isThere = (value: KeyValue | undefined): value is KeyValue =>
  value !== undefined && (typeof value === 'string' || value.length > 0);

/** A request's condition keys. Their names compare without case. Most requests are never asked for any. */
export class ContextKeys {
  readonly #sources: readonly (Keys | (() => Keys))[];
  #values: Map<string, KeyValue> | undefined;

  constructor(...sources: readonly (Keys | (() => Keys))[]) {
    this.#sources = sources;
  }

  get(name: string): KeyValue | undefined {
    this.#values ??= this.#read();
    return this.#values.get(name.toLowerCase());
  }

  #read(): Map<string, KeyValue> {
    const given = this.#sources.map((source) => (typeof source === 'function' ? source() : source));
    const values = new Map<string, KeyValue>();
    for (const [name, value] of given.flatMap((keys) => Object.entries(keys)))
      if (isThere(value)) values.set(name.toLowerCase(), value);
    return values;
  }
}
