import { z } from 'zod';

/** Tags as the API carries them. */
export const Tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() }));

/** Tags as they are kept. */
export const tagMap = (tags: z.infer<typeof Tags>): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
