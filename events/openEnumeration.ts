import * as z from 'zod';

/** What a value is allowed to look like that is not known yet. */
const VALUE = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

/**
 * An enumeration as events carry it: publishers may send its known values only, while subscribers take
 * any, because a later version may know more. `unknown` says what to do with a value that one does not
 * know. The JSON Schema lists the known values as `examples`.
 */
export const openEnumeration = <Known extends Readonly<Record<string, string>>>(
  known: z.ZodEnum<Known>,
  unknown: string,
) =>
  z.preprocess(
    (value: z.infer<typeof known>) => value,
    z
      .string()
      .regex(VALUE, 'must be 1 to 64 letters, digits or "-", a letter first')
      .meta({
        description:
          `${known.description ?? ''} Known values: ${known.options.join(', ')}; more may come. ${unknown}`.trim(),
        examples: known.options,
      }),
  );
