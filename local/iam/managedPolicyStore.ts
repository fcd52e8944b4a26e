import { z } from 'zod';
import type { Collection, Store } from '../store.ts';
import { awsManagedPolicies } from './awsManagedPolicies.ts';
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

/** The managed policies that the account can attach: its own by ARN, and some of AWS's. */
export const managedPoliciesIn = (store: Store): Collection<ManagedPolicy> => {
  const own = store.collection('iam.policy', ManagedPolicy);
  return { ...own, get: async (arn) => awsManagedPolicies.get(arn) ?? (await own.get(arn)) };
};
