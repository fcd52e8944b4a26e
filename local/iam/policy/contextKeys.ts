/** What a request says about itself, as conditions and variables read it: a text, or several. */
export type KeyValue = string | readonly string[];

/** A request's condition keys. Their names compare without case. */
export class ContextKeys {
  readonly #values = new Map<string, KeyValue>();

  constructor(...sources: readonly Readonly<Record<string, KeyValue | undefined>>[]) {
    for (const source of sources) {
      for (const [name, value] of Object.entries(source)) this.#set(name, value);
    }
  }

  get(name: string): KeyValue | undefined {
    return this.#values.get(name.toLowerCase());
  }

  /** A list without members is a key that the request does not have. */
  #set(name: string, value: KeyValue | undefined): void {
    if (value === undefined || (typeof value !== 'string' && value.length === 0)) return;
    this.#values.set(name.toLowerCase(), value);
  }
}
