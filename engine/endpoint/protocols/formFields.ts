import { z } from 'zod';

/** A list as query services are given it: in a form, an empty one is `''`. */
export const formList = <T>(member: z.ZodType<T>, most: number) =>
  z.preprocess((value) => (value === '' ? [] : value), z.array(member).max(most));

/** A flag, which a form spells. */
export const formFlag = z.preprocess(
  (value) => (value === 'true' || value === 'false' ? value === 'true' : value),
  z.boolean(),
);

/** A whole number, which a form spells. */
export const formInteger = (least: number, most: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value),
    z.int().min(least).max(most),
  );
