import { memberIndex, unfinishedIndex, userIndex } from '../../../services/identity/memberKeys.ts';
import type { DataTable } from '../dataTable.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import type { InvitedUserPool } from './invitedUserPool.ts';
import { grantOnPools } from './poolGrant.ts';

export type TenantUserGrantsProps = {
  readonly members: DataTable;
  readonly routingTable: DataTable;
  readonly pooledUserPool: Pick<InvitedUserPool, 'userPoolArn'>;
};

/** Permissions on tenants' users, and on what is remembered of them. */
export class TenantUserGrants {
  private readonly props: TenantUserGrantsProps;

  constructor(props: TenantUserGrantsProps) {
    this.props = props;
  }

  /** Seeing that a tenant is gone, and removing its members, and with their last membership their users. */
  removal(to: LambdaFunction): void {
    this.ends(to);
    this.query(to, memberIndex);
  }

  /** Finding what was cut off of ends of memberships and of changes of addresses, and finishing it. */
  finishing(to: LambdaFunction): void {
    this.ends(to);
    this.query(to, unfinishedIndex);
    grantOnPools(to, ['AdminGetUser', 'AdminDeleteUser', 'AdminUpdateUserAttributes']);
  }

  /** Keeping how the making of a tenant's users failed. */
  failures(to: LambdaFunction): void {
    to.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [this.props.members.tableArn]);
  }

  /** Making members and changing them. */
  membership(to: LambdaFunction): void {
    const actions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
    to.allow(actions, [this.props.members.tableArn]);
  }

  /** Seeing which members have never signed in. */
  invitations(to: LambdaFunction): void {
    to.allow(['dynamodb:BatchGetItem'], [this.props.members.tableArn]);
  }

  /** Finding all memberships of a user. */
  memberships(to: LambdaFunction): void {
    this.query(to, userIndex);
  }

  private ends(to: LambdaFunction): void {
    const { members, routingTable, pooledUserPool } = this.props;
    to.allow(['dynamodb:GetItem'], [routingTable.tableArn]);
    const rows = ['GetItem', 'UpdateItem', 'DeleteItem'].map((action) => `dynamodb:${action}`);
    to.allow(rows, [members.tableArn]);
    to.allow(
      [
        'cognito-idp:AdminGetUser',
        'cognito-idp:AdminDeleteUser',
        'cognito-idp:AdminUpdateUserAttributes',
      ],
      [pooledUserPool.userPoolArn],
    );
  }

  private query(to: LambdaFunction, { name }: { readonly name: string }): void {
    to.allow(['dynamodb:Query'], [`${this.props.members.tableArn}/index/${name}`]);
  }
}
