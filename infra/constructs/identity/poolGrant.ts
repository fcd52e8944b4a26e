import { Stack } from 'aws-cdk-lib';
import type { Conditions } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from '../acknowledge.ts';
import { forTenants } from '../audience.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';

const POOLS = 'arn:<AWS::Partition>:cognito-idp:<AWS::Region>:<AWS::AccountId>:userpool/*';

/**
 * Lets a function call these operations on user pools that no template names: those for tenants of the
 * function's own stage, where no narrower condition is given.
 */
export const grantOnPools = (
  to: LambdaFunction,
  operations: readonly string[],
  conditions: Conditions = forTenants(to.stage),
): void => {
  to.allow(
    operations.map((operation) => `cognito-idp:${operation}`),
    [Stack.of(to).formatArn({ service: 'cognito-idp', resource: 'userpool/*' })],
    conditions,
  );
  acknowledge(to.role, {
    [`IAM5[Resource::${POOLS}]`]:
      'Silo pools are made at run time; the condition admits only pools for tenants of this stage.',
  });
};
