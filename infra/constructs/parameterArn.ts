import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** The ARN of an SSM parameter by its name, which starts with a slash. */
export const parameterArn = (scope: Construct, parameterName: string): string =>
  Stack.of(scope).formatArn({
    service: 'ssm',
    resource: 'parameter',
    resourceName: parameterName.slice(1),
  });
