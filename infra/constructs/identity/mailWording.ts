import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { wordMailFunction } from '../../../services/identity/wordMail.function.ts';
import type { StageConfig } from '../../config.ts';
import type { Names } from '../../names.ts';
import type { DataTable } from '../dataTable.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import { parameterArn } from '../parameterArn.ts';
import { letPoolsAsk, TRIGGER_TIMEOUT_SECONDS } from './letPoolsAsk.ts';

export type MailWordingProps = {
  readonly config: StageConfig;
  readonly names: Names;
  readonly routingTable: DataTable;
  readonly members: DataTable;
};

/**
 * What every pool of tenants' users asks before it mails something: what an invitation says. Cognito refuses the
 * words of a function where it sends the mail itself: a stage without a sender has none of this.
 */
export class MailWording extends Construct {
  readonly function: IFunction;

  constructor(scope: Construct, id: string, props: MailWordingProps) {
    super(scope, id);
    const { config, names, routingTable, members } = props;
    const { controlApiUrl } = names.parameters;
    const wording = new LambdaFunction(this, 'WordMail', {
      config,
      declared: wordMailFunction,
      environment: {
        MEMBER_TABLE: members.tableName,
        ROUTING_TABLE: routingTable.tableName,
        CONTROL_API_URL_PARAMETER: controlApiUrl,
      },
      timeoutSeconds: TRIGGER_TIMEOUT_SECONDS,
    });
    wording.allow(['dynamodb:GetItem'], [routingTable.tableArn, members.tableArn]);
    wording.allow(['ssm:GetParameter'], [parameterArn(this, controlApiUrl)]);
    this.function = wording.function;
    letPoolsAsk(this.function);
  }
}
