import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { memberIndex } from '../../services/identity/memberTable.ts';
import { acknowledge } from './acknowledge.ts';
import type { DataTable } from './dataTable.ts';
import type { InvitedUserPool } from './invitedUserPool.ts';
import type { LambdaFunction } from './lambdaFunction.ts';

export type TenantUserGrantsProps = {
  readonly members: DataTable;
  readonly routingTable: DataTable;
  readonly pooledUserPool: Pick<InvitedUserPool, 'userPoolArn'>;
};

/** Permissions on tenants' users, and on what is remembered of them. */
export class TenantUserGrants {
  private readonly stack: Stack;
  private readonly props: TenantUserGrantsProps;

  constructor(scope: Construct, props: TenantUserGrantsProps) {
    this.stack = Stack.of(scope);
    this.props = props;
  }

  /** Seeing that a tenant is gone, and removing its users. */
  removal(to: LambdaFunction): void {
    const { members, routingTable, pooledUserPool } = this.props;
    to.allow(['dynamodb:GetItem'], [routingTable.tableArn]);
    to.allow(['dynamodb:DeleteItem'], [members.tableArn]);
    to.allow(['dynamodb:Query'], [`${members.tableArn}/index/${memberIndex.name}`]);
    to.allow(
      ['cognito-idp:AdminGetUser', 'cognito-idp:AdminDeleteUser'],
      [pooledUserPool.userPoolArn],
    );
  }

  /** Making members and changing them. */
  membership(to: LambdaFunction): void {
    const actions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
    to.allow(actions, [this.props.members.tableArn]);
  }

  /** These operations on the users of any of this product's pools. */
  onPools({ role }: LambdaFunction, operations: string[]): void {
    role.addToPolicy(
      new PolicyStatement({
        actions: operations.map((operation) => `cognito-idp:${operation}`),
        resources: [this.stack.formatArn({ service: 'cognito-idp', resource: 'userpool/*' })],
        conditions: { StringEquals: { 'aws:ResourceTag/Product': 'tenant-onboarding' } },
      }),
    );
    acknowledge(role, {
      'IAM5[Resource::arn:<AWS::Partition>:cognito-idp:<AWS::Region>:<AWS::AccountId>:userpool/*]':
        'Silo pools are made at run time; the condition admits only pools of this product.',
    });
  }
}
