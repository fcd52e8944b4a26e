import { Duration } from 'aws-cdk-lib';
import { ClientAttributes, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { appClientFacts } from '../../../services/provisioning/tenants/tenantUserPool.ts';
import { InvitedUserPool, type InvitedUserPoolProps } from './invitedUserPool.ts';

export type OperatorsProps = Pick<InvitedUserPoolProps, 'config'>;

/** The user pool of those who run the product, and the client that they sign in by. */
export class Operators extends Construct {
  readonly userPool: InvitedUserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { config }: OperatorsProps) {
    super(scope, id);
    this.userPool = new InvitedUserPool(this, 'UserPool', {
      config,
      users: 'operators',
      needsSecondFactor: config.operatorsNeedSecondFactor,
    });
    this.client = new UserPoolClient(this, 'Client', {
      userPool: this.userPool,
      authFlows: { userPassword: true, userSrp: true },
      preventUserExistenceErrors: true,
      idTokenValidity: Duration.minutes(appClientFacts.tokenMinutes),
      accessTokenValidity: Duration.minutes(appClientFacts.tokenMinutes),
      disableOAuth: true,
      readAttributes: new ClientAttributes().withStandardAttributes({
        email: true,
        emailVerified: true,
        fullname: true,
      }),
      writeAttributes: new ClientAttributes().withStandardAttributes({ fullname: true }),
    });
  }
}
