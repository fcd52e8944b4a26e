import { Duration } from 'aws-cdk-lib';
import { ClientAttributes, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { appClientFacts } from '../../../services/provisioning/tenants/tenantUserPool.ts';
import { InvitedUserPool, type InvitedUserPoolProps } from './invitedUserPool.ts';

/** The user pool of those who run the product, and the client that they sign in by. */
export class Operators extends Construct {
  readonly userPool: InvitedUserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { config }: InvitedUserPoolProps) {
    super(scope, id);
    this.userPool = new InvitedUserPool(this, 'UserPool', { config });
    this.client = new UserPoolClient(this, 'Client', {
      userPool: this.userPool,
      authFlows: { userPassword: true, userSrp: true },
      preventUserExistenceErrors: true,
      idTokenValidity: Duration.minutes(appClientFacts.tokenMinutes),
      accessTokenValidity: Duration.minutes(appClientFacts.tokenMinutes),
      disableOAuth: true,
      writeAttributes: new ClientAttributes().withStandardAttributes({
        email: true,
        fullname: true,
      }),
    });
  }
}
