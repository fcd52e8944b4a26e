import { z } from 'zod';
import { Tag } from './roleStore.ts';

/** A managed policy with its versions, oldest first. Times are epoch seconds. */
export const ManagedPolicy = z.object({
  name: z.string(),
  id: z.string(),
  path: z.string(),
  arn: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  description: z.string().optional(),
  tags: z.array(Tag),
  /** The version in force, e.g. `v1`. */
  defaultVersion: z.string(),
  /** The number that the next version gets; numbers are never used again. */
  nextVersion: z.number(),
  versions: z.array(z.object({ id: z.string(), document: z.string(), createdAt: z.number() })),
});
export type ManagedPolicy = z.infer<typeof ManagedPolicy>;
