import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { productTag } from '../../../services/provisioning/tenants/tenantResources.ts';
import { acknowledge } from '../acknowledge.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';

const POOLS = 'arn:<AWS::Partition>:cognito-idp:<AWS::Region>:<AWS::AccountId>:userpool/*';

const ofThisProduct = {
  StringEquals: { [`aws:ResourceTag/${productTag.key}`]: productTag.value },
};

/** Only a silo's pool names a tenant: the pooled one and the operators' are not among these. */
const ofOneTenant = { ...ofThisProduct, Null: { 'aws:ResourceTag/TenantId': 'false' } };

/** `each`: any pool of this product; `silos`: only those that are one tenant's own. */
const admitted = { each: ofThisProduct, silos: ofOneTenant } as const;

/** Lets a function call these operations on user pools that no template names. */
export const grantOnPools = (
  to: LambdaFunction,
  operations: readonly string[],
  pools: keyof typeof admitted = 'each',
): void => {
  to.role.addToPolicy(
    new PolicyStatement({
      actions: operations.map((operation) => `cognito-idp:${operation}`),
      resources: [Stack.of(to).formatArn({ service: 'cognito-idp', resource: 'userpool/*' })],
      conditions: admitted[pools],
    }),
  );
  acknowledge(to.role, {
    [`IAM5[Resource::${POOLS}]`]:
      'Silo pools are made at run time; the condition admits only pools of this product.',
  });
};
