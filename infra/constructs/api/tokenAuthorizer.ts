import { Duration } from 'aws-cdk-lib';
import { IdentitySource, RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/** How long a deactivated tenant or user may still be let in. */
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
