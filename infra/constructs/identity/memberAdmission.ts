import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { admitMemberFunction } from '../../../services/identity/signIn/admitMember.function.ts';
import type { StageConfig } from '../../config.ts';
import type { DataTable } from '../dataTable.ts';
import { LambdaFunction } from '../lambdaFunction.ts';

export type MemberAdmissionProps = {
  readonly config: StageConfig;
  readonly routingTable: DataTable;
  readonly members: DataTable;
};

/** Cognito gives a trigger five seconds. */
const TIMEOUT_SECONDS = 5;

/** What every pool of tenants' users asks before it writes tokens: whose member somebody is. */
export class MemberAdmission extends Construct {
  readonly function: IFunction;

  constructor(
    scope: Construct,
    id: string,
    { config, routingTable, members }: MemberAdmissionProps,
  ) {
    super(scope, id);
    const admission = new LambdaFunction(this, 'AdmitMember', {
      config,
      declared: admitMemberFunction,
      environment: { MEMBER_TABLE: members.tableName, ROUTING_TABLE: routingTable.tableName },
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    admission.allow(['dynamodb:GetItem'], [routingTable.tableArn, members.tableArn]);
    admission.allow(['dynamodb:UpdateItem'], [members.tableArn]);
    this.function = admission.function;
    this.allowPools();
  }

  /** Silo pools are made at run time: any pool of this account may ask, for what it hears is its own users'. */
  private allowPools(): void {
    const { account } = Stack.of(this);
    this.function.addPermission('UserPools', {
      principal: new ServicePrincipal('cognito-idp.amazonaws.com'),
      sourceAccount: account,
      sourceArn: Stack.of(this).formatArn({ service: 'cognito-idp', resource: 'userpool/*' }),
    });
  }
}
