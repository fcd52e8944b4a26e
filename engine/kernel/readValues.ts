import type { z } from 'zod';
import { RecentlyUsed } from './recentlyUsed.ts';

/** How many texts are kept of each schema: most reads are of the same few. */
const KEPT = 100;

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
};

/**
 * Values of one schema by their JSON texts. A text that was read a short while ago is not checked again:
 * its value is shared, and frozen therefore.
 */
export class ReadValues<T> {
  static readonly #bySchema = new WeakMap<object, unknown>();
  readonly #schema: z.ZodType<T>;
  readonly #kept = new RecentlyUsed<{ value: T }>(KEPT);

  private constructor(schema: z.ZodType<T>) {
    this.#schema = schema;
  }

  /** The one of a schema, for all engines of the process. */
  static of<T>(schema: z.ZodType<T>): ReadValues<T> {
    const known = ReadValues.#bySchema.get(schema);
    if (known instanceof ReadValues) return known;
    const made = new ReadValues(schema);
    ReadValues.#bySchema.set(schema, made);
    return made;
  }

  /** Throws what the schema says of a text that breaks it. */
  read(text: string): T {
    const { value } = this.#kept.computed(text, () => ({
      value: frozen(this.#schema.parse(JSON.parse(text))),
    }));
    return value;
  }
}
