import { rolesIn } from '../../engine/iam/roleStore.ts';
import type { Store } from '../../engine/kernel/store.ts';

/** Makes a role that may do everything, for tests that are about something else. */
export const almightyRole = (store: Store, arn: string): Promise<void> => {
  const name = arn.split('/').at(-1) ?? '';
  const everything = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
  };
  return rolesIn(store).put(name, {
    name,
    id: 'AROATEST',
    path: '/',
    arn,
    createdAt: 0,
    maxSessionDuration: 3600,
    tags: [],
    trustPolicy: '',
    inlinePolicies: { all: JSON.stringify(everything) },
    attachedPolicies: [],
  });
};
