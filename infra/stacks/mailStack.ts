import { Stack } from 'aws-cdk-lib';
import { CfnEmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';

export type MailStackProps = { readonly config: StageConfig & { readonly mailFrom: string } };

/**
 * Who all mail is from, ours and Cognito's. A stack of its own, deployed first: user pools are made only for an
 * address that has been verified, which somebody does between this deployment and the next.
 */
export class MailStack extends Stack {
  constructor(scope: Construct, id: string, { config }: MailStackProps) {
    super(scope, id, { stackName: `tenant-onboarding-${config.stage}-mail` });
    new CfnEmailIdentity(this, 'Sender', { emailIdentity: config.mailFrom });
  }
}
