import { Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { audienceTags } from '../../../services/provisioning/tenants/tenantResources.ts';
import { userPoolFacts } from '../../../services/provisioning/tenants/tenantUserPool.ts';
import type { StageConfig } from '../../config.ts';
import { acknowledge } from '../acknowledge.ts';
import { senderArn } from '../mail/senderArn.ts';

/** What a pool asks before it writes tokens, and before it mails something. */
export type PoolTriggers = {
  readonly preTokenGeneration: IFunction;
  /** Only where SES sends a pool's mail: Cognito's own sender takes no words of others. */
  readonly customMessage?: IFunction;
};

export type InvitedUserPoolProps = {
  readonly config: StageConfig;
  /** Whose it is: permissions go by the tag that says so. */
  readonly users: 'tenants' | 'operators';
  readonly triggers?: PoolTriggers;
  /** Whether everybody needs an authenticator app as second factor; otherwise it is offered. */
  readonly needsSecondFactor?: boolean;
};

/** A user pool that people enter by invitation only and sign in to with their e-mail address. */
export class InvitedUserPool extends cognito.UserPool {
  constructor(scope: Construct, id: string, props: InvitedUserPoolProps) {
    const { config, users, triggers, needsSecondFactor = false } = props;
    const attributes = Object.entries(userPoolFacts.attributes).map(([name, { mutable }]) => [
      name,
      new cognito.StringAttribute({ mutable, minLen: 1, maxLen: 64 }),
    ]);
    super(scope, id, {
      featurePlan: cognito.FeaturePlan[userPoolFacts.plan],
      signInAliases: { email: true },
      autoVerify: { email: true },
      signInCaseSensitive: false,
      selfSignUpEnabled: false,
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      mfa: needsSecondFactor ? cognito.Mfa.REQUIRED : cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      customAttributes: Object.fromEntries(attributes),
      ...(triggers && { lambdaTriggers: triggers }),
      passwordPolicy: {
        minLength: userPoolFacts.passwordLength,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(userPoolFacts.temporaryPasswordDays),
      },
      deletionProtection: config.retainData,
      removalPolicy: config.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.sendBy(config.mailFrom);
    for (const [key, value] of Object.entries(audienceTags(config.stage, users))) {
      Tags.of(this).add(key, value);
    }
    acknowledge(this, {
      COG2: 'A second factor is offered to everybody, and required of operators outside a local run.',
      COG3: 'Threat protection needs the Plus plan, priced per user; a stage may turn it on.',
      COG8: 'The Plus plan is priced per user; a stage may turn it on.',
    });
  }

  /** Without a sender of ours Cognito sends the mail itself: 50 a day. */
  private sendBy(mailFrom: string | undefined): void {
    const pool = this.node.defaultChild;
    if (mailFrom === undefined || !(pool instanceof cognito.CfnUserPool)) return;
    pool.emailConfiguration = {
      emailSendingAccount: 'DEVELOPER',
      sourceArn: senderArn(this, mailFrom),
    };
  }
}
