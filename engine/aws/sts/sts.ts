import type { ServiceFactory } from '../../endpoint/serviceFactory.ts';
import { assumeRole } from './assumeRole.ts';
import { getCallerIdentity } from './getCallerIdentity.ts';
import { stsAccess } from './stsAccess.ts';

/** STS: temporary keys for the roles that IAM keeps. */
export const sts: ServiceFactory = (engine) => ({
  signingName: 'sts',
  protocol: {
    kind: 'query',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    dates: ['Expiration'],
  },
  operations: { AssumeRole: assumeRole(engine), GetCallerIdentity: getCallerIdentity(engine) },
  access: stsAccess(engine),
});
