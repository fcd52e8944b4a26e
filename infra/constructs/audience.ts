import type { Conditions } from 'aws-cdk-lib/aws-iam';
import { audienceTags } from '../../services/provisioning/tenants/tenantResources.ts';

const tagKeys = (kind: 'ResourceTag' | 'RequestTag', stage: string) =>
  Object.fromEntries(
    Object.entries(audienceTags(stage, 'tenants')).map(([key, value]) => [
      `aws:${kind}/${key}`,
      value,
    ]),
  );

/** Only what is for the tenants of this stage: never the operators', nor another stage's. */
export const forTenants = (stage: string): Conditions => ({
  StringEquals: tagKeys('ResourceTag', stage),
});

/** Only what is one tenant's own, not what tenants share. */
export const ofOneTenant = (stage: string): Conditions => ({
  ...forTenants(stage),
  Null: { 'aws:ResourceTag/TenantId': 'false' },
});

/**
 * Only making or tagging something for one tenant of this stage. It goes by the request's tags, for what is
 * new has none; what has such tags already must be a tenant's of this stage, or it could be taken over.
 */
export const madeForOneTenant = (stage: string): Conditions => ({
  StringEquals: tagKeys('RequestTag', stage),
  StringEqualsIfExists: tagKeys('ResourceTag', stage),
  Null: { 'aws:RequestTag/TenantId': 'false' },
});
