import { Construct } from 'constructs';
import { addressIndex } from '../../../services/identity/memberKeys.ts';
import { askReminderFunction } from '../../../services/identity/reminder/askReminder.function.ts';
import { remindFunction } from '../../../services/identity/reminder/remind.function.ts';
import type { StageConfig } from '../../config.ts';
import type { Names } from '../../names.ts';
import type { DataTable } from '../dataTable.ts';
import { ConsumerQueue } from '../events/consumerQueue.ts';
import { DeadLetterQueue } from '../events/deadLetterQueue.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import type { MailService } from '../mail/mailService.ts';
import { parameterArn } from '../parameterArn.ts';

export type RemindersProps = {
  readonly config: StageConfig;
  readonly names: Names;
  readonly routingTable: DataTable;
  readonly members: DataTable;
  readonly mail: MailService;
};

/** The fewest that AWS knows: mail may wait. */
const AT_ONCE = 2;

/** Mails people where they can sign in. What answers strangers reads nothing; what reads answers nobody. */
export class Reminders extends Construct {
  readonly ask: LambdaFunction;

  constructor(scope: Construct, id: string, props: RemindersProps) {
    super(scope, id);
    const deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters');
    const queue = new ConsumerQueue(this, 'Queue', {
      consumer: this.addRemind(props),
      deadLetterQueue,
      maximumConcurrency: AT_ONCE,
    });
    this.ask = new LambdaFunction(this, 'Ask', {
      config: props.config,
      declared: askReminderFunction,
      environment: { REMINDER_QUEUE_URL: queue.queueUrl },
    });
    this.ask.allow(['sqs:SendMessage'], [queue.queueArn]);
  }

  private addRemind({ config, names, ...props }: RemindersProps): LambdaFunction {
    const { routingTable, members, mail } = props;
    const { controlApiUrl } = names.parameters;
    const remind = new LambdaFunction(this, 'Remind', {
      config,
      declared: remindFunction,
      environment: {
        MEMBER_TABLE: members.tableName,
        ROUTING_TABLE: routingTable.tableName,
        CONTROL_API_URL_PARAMETER: controlApiUrl,
        ...mail.environment,
      },
    });
    remind.allow(['dynamodb:GetItem'], [routingTable.tableArn]);
    remind.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [members.tableArn]);
    remind.allow(['dynamodb:Query'], [`${members.tableArn}/index/${addressIndex.name}`]);
    remind.allow(['ssm:GetParameter'], [parameterArn(this, controlApiUrl)]);
    mail.grantMail(remind);
    return remind;
  }
}
