import { Duration } from 'aws-cdk-lib';
import { IdentitySource, RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/**
 * How long an answer is kept, by token: so long may a deactivated tenant, or a user who was disabled,
 * demoted or deleted, still be let in, and one who is back be kept out. Only policies are kept: who was
 * answered 401 or 500 is asked about anew.
 */
const CACHE = Duration.seconds(60);

/** An API's own use of the identity service's authorizer. */
export class TokenAuthorizer extends Construct {
  readonly authorizer: RequestAuthorizer;

  constructor(scope: Construct, id: string, handler: IFunction) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.functionArn] }),
    );
    this.authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler,
      // The role's own statement names the function; the construct's would add all its versions.
      assumeRole: role.withoutPolicyUpdates(),
      identitySources: [IdentitySource.header('Authorization')],
      resultsCacheTtl: CACHE,
    });
  }
}
