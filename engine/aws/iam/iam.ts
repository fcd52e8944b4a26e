import type { ServiceFactory } from '../../endpoint/serviceFactory.ts';
import { attachmentOperations } from './attachments.ts';
import { iamAccess } from './iamAccess.ts';
import { inlinePolicyOperations } from './inlinePolicies.ts';
import { managedPolicyOperations } from './managedPolicies.ts';
import { policyVersionOperations } from './policyVersions.ts';
import { roleOperations } from './roles.ts';
import { iamState } from './state.ts';

/** IAM: roles and their policies. It keeps them; authorization reads them. */
export const iam: ServiceFactory = (engine) => {
  const state = iamState(engine);
  return {
    signingName: 'iam',
    protocol: {
      kind: 'query',
      namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
      dates: ['CreateDate', 'UpdateDate'],
    },
    operations: {
      ...roleOperations(state),
      ...inlinePolicyOperations(state),
      ...attachmentOperations(state),
      ...managedPolicyOperations(state),
      ...policyVersionOperations(state),
    },
    access: iamAccess(state),
    stop: () => state.idle(),
  };
};
