import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** The SES identity of the address that mail is from. */
export const senderArn = (scope: Construct, mailFrom: string): string =>
  Stack.of(scope).formatArn({ service: 'ses', resource: 'identity', resourceName: mailFrom });
