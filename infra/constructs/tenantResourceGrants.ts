import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { LambdaFunction } from './lambdaFunction.ts';

const ofThisProduct = { 'aws:ResourceTag/Product': 'tenant-onboarding' };

const POOLS = 'arn:<AWS::Partition>:cognito-idp:<AWS::Region>:<AWS::AccountId>:userpool/*';
const GATEWAY = 'arn:<AWS::Partition>:apigateway:<AWS::Region>::';

/**
 * Permissions on what is made for tenants at run time. Its ids are AWS's, so the ARNs hold
 * wildcards; tags and name prefixes narrow them wherever AWS can judge by those.
 */
export class TenantResourceGrants {
  private readonly stack: Stack;
  private readonly prefix: string;

  constructor(scope: Construct, prefix: string) {
    this.stack = Stack.of(scope);
    this.prefix = prefix;
  }

  createIdentities(to: LambdaFunction): void {
    to.allow(['cognito-idp:ListUserPools', 'cognito-idp:CreateUserPool'], ['*']);
    this.onPools(to, [
      'cognito-idp:TagResource',
      'cognito-idp:ListUserPoolClients',
      'cognito-idp:CreateUserPoolClient',
    ]);
  }

  deleteIdentities(to: LambdaFunction): void {
    to.allow(['cognito-idp:ListUserPools'], ['*']);
    this.onPools(to, ['cognito-idp:ListUserPoolClients', 'cognito-idp:DeleteUserPoolClient']);
    // Only a silo's pool names a tenant: the pooled one and the operators' cannot be deleted.
    this.onPools(to, ['cognito-idp:DeleteUserPool'], { 'aws:ResourceTag/TenantId': 'false' });
  }

  createApiKeys(to: LambdaFunction): void {
    to.allow(['apigateway:POST', 'apigateway:GET'], [this.gateway('apikeys')]);
    to.allow(['apigateway:POST'], [this.gateway('usageplans/*/keys')]);
    to.allow(['apigateway:PUT'], [this.gateway('tags/*')]);
    acknowledge(to.role, {
      [`IAM5[Resource::${GATEWAY}/usageplans/*/keys]`]: 'The plan depends on the tenant’s tier.',
      [`IAM5[Resource::${GATEWAY}/tags/*]`]: 'API Gateway gives a new key’s ARN only afterwards.',
    });
  }

  deleteApiKeys(to: LambdaFunction): void {
    to.allow(['apigateway:GET'], [this.gateway('apikeys')]);
    to.allow(['apigateway:DELETE'], [this.gateway('apikeys/*')]);
    this.acknowledgeKeys(to);
  }

  readApiKeys(to: LambdaFunction): void {
    to.allow(['apigateway:GET'], [this.gateway('apikeys/*')]);
    this.acknowledgeKeys(to);
  }

  createTables(to: LambdaFunction): void {
    this.onTables(to, ['dynamodb:CreateTable', 'dynamodb:DescribeTable', 'dynamodb:TagResource']);
  }

  deleteTables(to: LambdaFunction): void {
    this.onTables(to, ['dynamodb:DeleteTable', 'dynamodb:DescribeTable']);
  }

  /** Finding what is named after tenants, whatever kind it is, and removing it. */
  sweep(from: LambdaFunction): void {
    this.deleteIdentities(from);
    this.onPools(from, ['cognito-idp:DescribeUserPool', 'cognito-idp:DescribeUserPoolClient']);
    this.deleteApiKeys(from);
    from.allow(['apigateway:GET'], [this.gateway('apikeys/*')]);
    this.deleteTables(from);
    this.onTables(from, ['dynamodb:ListTagsOfResource']);
    from.allow(['dynamodb:ListTables'], ['*']);
  }

  private onTables(to: LambdaFunction, actions: string[]): void {
    const resourceName = `${this.prefix}-*`;
    to.allow(actions, [
      this.stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName }),
    ]);
    acknowledge(to.role, {
      [`IAM5[Resource::arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/${resourceName}]`]:
        'Silo tables are made at run time; the prefix admits only those.',
    });
  }

  private onPools(
    { role }: LambdaFunction,
    actions: string[],
    absent: Readonly<Record<string, string>> = {},
  ): void {
    const resources = [this.stack.formatArn({ service: 'cognito-idp', resource: 'userpool/*' })];
    const conditions = {
      StringEquals: ofThisProduct,
      ...(Object.keys(absent).length > 0 && { Null: absent }),
    };
    role.addToPolicy(new PolicyStatement({ actions, resources, conditions }));
    acknowledge(role, {
      'IAM5[Resource::*]': 'Listing and creating user pools, and X-Ray, have no resource to name.',
      [`IAM5[Resource::${POOLS}]`]: 'Pools are made at run time; the tag admits only ours.',
    });
  }

  private gateway(path: string): string {
    return `arn:${this.stack.partition}:apigateway:${this.stack.region}::/${path}`;
  }

  private acknowledgeKeys({ role }: LambdaFunction): void {
    acknowledge(role, {
      [`IAM5[Resource::${GATEWAY}/apikeys/*]`]:
        'Key ids are made at run time, and cannot be tagged first.',
    });
  }
}
