import { z } from 'zod';
import type { Collection, Store } from '../kernel/store.ts';

/** A tag as IAM and STS take it. */
export const Tag = z.object({
  Key: z.string().regex(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u),
  Value: z.string().regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u),
});
export type Tag = z.infer<typeof Tag>;

/** All that a role's authorization rests on, in one record. Policies are kept as their JSON text. */
export const StoredRole = z.object({
  name: z.string(),
  id: z.string(),
  path: z.string(),
  arn: z.string(),
  /** Epoch seconds. */
  createdAt: z.number(),
  description: z.string().optional(),
  /** Seconds. */
  maxSessionDuration: z.number(),
  tags: z.array(Tag),
  trustPolicy: z.string(),
  /** Policy name → text. */
  inlinePolicies: z.record(z.string(), z.string()),
  /** ARNs of managed policies. */
  attachedPolicies: z.array(z.string()),
});
export type StoredRole = z.infer<typeof StoredRole>;

/** The roles of the account, by name. */
export const rolesIn = (store: Store): Collection<StoredRole> =>
  store.collection('iam.role', StoredRole);
