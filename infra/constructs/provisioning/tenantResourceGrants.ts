import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { grantOnPools } from '../identity/poolGrant.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';

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
    this.onAnything(to, ['cognito-idp:ListUserPools', 'cognito-idp:CreateUserPool']);
    grantOnPools(to, ['TagResource', 'DescribeUserPool']);
    grantOnPools(to, ['ListUserPoolClients', 'CreateUserPoolClient']);
  }

  deleteIdentities(to: LambdaFunction): void {
    this.onAnything(to, ['cognito-idp:ListUserPools']);
    grantOnPools(to, ['ListUserPoolClients', 'DescribeUserPoolClient', 'DeleteUserPoolClient']);
    grantOnPools(to, ['DescribeUserPool', 'DeleteUserPool'], 'silos');
  }

  createApiKeys(to: LambdaFunction): void {
    to.allow(['apigateway:POST', 'apigateway:GET'], [this.gateway('apikeys')]);
    this.readApiKeys(to);
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
    this.readApiKeys(to);
  }

  readApiKeys(to: LambdaFunction): void {
    to.allow(['apigateway:GET'], [this.gateway('apikeys/*')]);
    this.acknowledgeKeys(to);
  }

  createTables(to: LambdaFunction): void {
    this.onTables(to, ['dynamodb:CreateTable', 'dynamodb:TagResource']);
    this.onTables(to, ['dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource']);
  }

  deleteTables(to: LambdaFunction): void {
    this.onTables(to, ['dynamodb:DeleteTable']);
    this.onTables(to, ['dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource']);
  }

  /** Finding what is named after tenants, whatever kind it is, and removing it. */
  sweep(from: LambdaFunction): void {
    this.deleteIdentities(from);
    grantOnPools(from, ['DescribeUserPool']);
    this.deleteApiKeys(from);
    this.deleteTables(from);
    this.onAnything(from, ['dynamodb:ListTables']);
  }

  private onAnything(to: LambdaFunction, actions: string[]): void {
    to.allow(actions, ['*']);
    acknowledge(to.role, {
      'IAM5[Resource::*]': 'Listing, making user pools and X-Ray have no resource to name.',
    });
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
