import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { admitMemberFunction } from '../../../services/identity/signIn/admitMember.function.ts';
import type { StageConfig } from '../../config.ts';
import type { DataTable } from '../dataTable.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import { letPoolsAsk, TRIGGER_TIMEOUT_SECONDS } from './letPoolsAsk.ts';

export type MemberAdmissionProps = {
  readonly config: StageConfig;
  readonly routingTable: DataTable;
  readonly members: DataTable;
};

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
      timeoutSeconds: TRIGGER_TIMEOUT_SECONDS,
    });
    admission.allow(['dynamodb:GetItem'], [routingTable.tableArn, members.tableArn]);
    admission.allow(['dynamodb:UpdateItem'], [members.tableArn]);
    this.function = admission.function;
    letPoolsAsk(this.function);
  }
}
