import type { Collection, Store } from '../kernel/store.ts';
import { awsManagedPolicies } from './awsManagedPolicies.ts';
import { ManagedPolicy } from './managedPolicy.ts';

/** The managed policies that the account can attach: its own by ARN, and some of AWS's. */
export const managedPoliciesIn = (store: Store): Collection<ManagedPolicy> => {
  const own = store.collection('iam.policy', ManagedPolicy);
  return { ...own, get: async (arn) => awsManagedPolicies.get(arn) ?? (await own.get(arn)) };
};
