import { Stack } from 'aws-cdk-lib';
import type { Conditions } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { createDataStoreStep } from '../../../services/provisioning/onboarding/createDataStore.ts';
import {
  type MadeResource,
  makingSteps,
} from '../../../services/provisioning/onboarding/madeResource.ts';
import { onboardingSaga } from '../../../services/provisioning/onboarding/onboardingSaga.ts';
import { acknowledge } from '../acknowledge.ts';
import { madeForOneTenant, ofOneTenant } from '../audience.ts';
import { grantOnPools } from '../identity/poolGrant.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';

const GATEWAY = 'arn:<AWS::Partition>:apigateway:<AWS::Region>::';

const actionsOf = ({ service }: MadeResource, actions: readonly string[]): string[] =>
  actions.map((action) => `${service}:${action}`);

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
    const made = madeForOneTenant(to.stage);
    this.onAnything(to, ['cognito-idp:ListUserPools']);
    this.onAnything(to, ['cognito-idp:CreateUserPool'], made);
    grantOnPools(to, ['TagResource'], made);
    grantOnPools(to, ['DescribeUserPool', 'SetUserPoolMfaConfig']);
    grantOnPools(to, ['ListUserPoolClients', 'CreateUserPoolClient']);
  }

  /** The same as `dropIdentity`, where it is not known which app client it is. */
  deleteIdentities(to: LambdaFunction): void {
    this.dropIdentity(to);
    grantOnPools(to, ['ListUserPoolClients']);
  }

  createApiKeys(to: LambdaFunction): void {
    this.listApiKeys(to);
    this.readApiKeys(to);
    to.allow(['apigateway:POST'], [this.gateway('usageplans/*/keys')]);
    this.askForPlans(to);
    const made = madeForOneTenant(to.stage);
    to.allow(['apigateway:POST'], [this.gateway('apikeys')], made);
    to.allow(['apigateway:PUT'], [this.gateway('tags/*')], made);
    acknowledge(to.role, {
      [`IAM5[Resource::${GATEWAY}/usageplans/*/keys]`]:
        'The plan depends on the tenant’s tier; which key joins it is not in the ARN.',
      [`IAM5[Resource::${GATEWAY}/tags/*]`]:
        'A new key’s ARN is known only afterwards, and IAM judges the request’s tags alone: they must be those of this stage’s tenants.',
    });
  }

  deleteApiKeys(to: LambdaFunction): void {
    this.listApiKeys(to);
    this.onApiKeys(to, 'apigateway:DELETE');
    this.readApiKeys(to);
  }

  /** Whether a key is in a plan. */
  private askForPlans(to: LambdaFunction): void {
    to.allow(['apigateway:GET'], [this.gateway('usageplans/*/keys/*')]);
    acknowledge(to.role, {
      [`IAM5[Resource::${GATEWAY}/usageplans/*/keys/*]`]:
        'The plans are those of the stack that is deployed last, and the keys are made at run time.',
    });
  }

  /** Making what is called after a tenant, as a step declares it. */
  make(to: LambdaFunction, resource: MadeResource): void {
    this.onNamed(to, resource, resource.make);
  }

  /** Removing it, and telling whose it is. */
  remove(to: LambdaFunction, resource: MadeResource): void {
    this.onNamed(to, resource, resource.remove);
  }

  /** Removing what a tenant's users sign in by: the app client that its route names, or its own pool. */
  dropIdentity(to: LambdaFunction): void {
    this.onAnything(to, ['cognito-idp:ListUserPools']);
    grantOnPools(to, ['DescribeUserPoolClient', 'DeleteUserPoolClient']);
    const removal = ['DescribeUserPool', 'UpdateUserPool', 'DeleteUserPool'];
    grantOnPools(to, removal, ofOneTenant(to.stage));
  }

  /** Looking for what a tenant has, and removing nothing. */
  lookForAll(from: LambdaFunction): void {
    this.onAnything(from, ['cognito-idp:ListUserPools']);
    grantOnPools(from, ['DescribeUserPoolClient']);
    grantOnPools(from, ['DescribeUserPool'], ofOneTenant(from.stage));
    this.listApiKeys(from);
    this.readApiKeys(from);
    this.onNamed(from, createDataStoreStep.makes, ['DescribeTable', 'ListTagsOfResource']);
  }

  /** Finding what is named after tenants, whatever kind it is, and removing it. */
  sweep(from: LambdaFunction): void {
    this.deleteIdentities(from);
    grantOnPools(from, ['DescribeUserPool']);
    this.deleteApiKeys(from);
    this.listPlannedKeys(from);
    for (const { makes } of makingSteps(onboardingSaga.steps)) {
      this.remove(from, makes);
      this.onAnything(from, actionsOf(makes, makes.list));
    }
  }

  /** Which keys are in plans, all of them and one by one. */
  private listPlannedKeys(to: LambdaFunction): void {
    this.askForPlans(to);
    to.allow(['apigateway:GET'], [this.gateway('usageplans/*/keys')]);
    acknowledge(to.role, {
      [`IAM5[Resource::${GATEWAY}/usageplans/*/keys]`]:
        'The plans are those of the stack that is deployed last.',
    });
  }

  /** IAM cannot narrow a listing of API keys: whoever may list sees those of the whole account. */
  private listApiKeys(to: LambdaFunction): void {
    to.allow(['apigateway:GET'], [this.gateway('apikeys')]);
  }

  private readApiKeys(to: LambdaFunction): void {
    this.onApiKeys(to, 'apigateway:GET');
  }

  private onApiKeys(to: LambdaFunction, action: string): void {
    to.allow([action], [this.gateway('apikeys/*')], ofOneTenant(to.stage));
    acknowledge(to.role, {
      [`IAM5[Resource::${GATEWAY}/apikeys/*]`]:
        'Keys are made at run time; the condition admits only those of this stage’s tenants. Only the listing of keys cannot be narrowed.',
    });
  }

  private onAnything(to: LambdaFunction, actions: string[], conditions?: Conditions): void {
    to.allow(actions, ['*'], conditions);
    acknowledge(to.role, {
      'IAM5[Resource::*]': 'Listing, making user pools and X-Ray have no resource to name.',
    });
  }

  private onNamed(to: LambdaFunction, resource: MadeResource, actions: readonly string[]): void {
    const { service, path } = resource;
    const name = `${path}${this.prefix}-*`;
    const arn = (...[partition, region, account]: [string, string, string]) =>
      `arn:${partition}:${service}:${region}:${account}:${name}`;
    const { partition, region, account } = this.stack;
    to.allow(actionsOf(resource, actions), [arn(partition, region, account)]);
    acknowledge(to.role, {
      [`IAM5[Resource::${arn('<AWS::Partition>', '<AWS::Region>', '<AWS::AccountId>')}]`]:
        'It is made at run time; the prefix admits only what is called after a tenant.',
    });
  }

  private gateway(path: string): string {
    return `arn:${this.stack.partition}:apigateway:${this.stack.region}::/${path}`;
  }
}
