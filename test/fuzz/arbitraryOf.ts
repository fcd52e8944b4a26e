import fc from 'fast-check';
import { z } from 'zod';

/** A schema of a document, as far as requests hold such. */
export const Schema = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  get items() {
    return Schema.optional();
  },
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
  required: z.array(z.string()).optional(),
});
export type Schema = z.infer<typeof Schema>;

/** Few tests need more, and a request stays readable. */
const MOST_CHARACTERS = 60;
const MOST_ITEMS = 4;

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäßéñ漢0123456789';

const stringOf = ({ format, pattern, minLength = 0, maxLength }: Schema): fc.Arbitrary<string> => {
  if (format === 'email') {
    const address = new RegExp(pattern ?? '');
    return fc.emailAddress({ size: 'small' }).filter((email) => address.test(email));
  }
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((at) => at.toISOString());
  // fast-check knows no classes of Unicode's properties.
  if (pattern?.includes('\\p{')) {
    return fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 30 });
  }
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern), { size: 'small' });
  const most = Math.max(minLength, Math.min(maxLength ?? MOST_CHARACTERS, MOST_CHARACTERS));
  return fc.string({ unit: 'grapheme', minLength, maxLength: most });
};

const numberOf = ({ minimum = -1_000, maximum = 1_000_000 }: Schema): fc.Arbitrary<number> =>
  fc.double({ min: minimum, max: maximum, noNaN: true });

const integerOf = ({ minimum = -1_000, maximum = 1_000_000 }: Schema): fc.Arbitrary<number> =>
  fc.integer({ min: minimum, max: maximum });

const arrayOf = ({ items, minItems = 0 }: Schema): fc.Arbitrary<unknown> =>
  fc.array(items ? arbitraryOf(items) : fc.jsonValue(), {
    minLength: minItems,
    maxLength: Math.max(minItems, MOST_ITEMS),
  });

const objectOf = ({ properties = {}, required = [] }: Schema): fc.Arbitrary<object> =>
  fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, arbitraryOf(schema)]),
    ),
    { requiredKeys: required, noNullPrototype: true },
  );

const byType: Readonly<Record<string, (schema: Schema) => fc.Arbitrary<unknown>>> = {
  string: stringOf,
  number: numberOf,
  integer: integerOf,
  boolean: () => fc.boolean(),
  array: arrayOf,
  object: objectOf,
};

/** Values that fit a schema; throws for a kind of schema that no document has had so far. */
export const arbitraryOf = (schema: Schema): fc.Arbitrary<unknown> => {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const make = byType[schema.type ?? ''];
  if (!make) throw new Error(`no values for the schema ${JSON.stringify(schema)}`);
  return make(schema);
};
