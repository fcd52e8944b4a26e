import { Construct } from 'constructs';
import { addressIndex } from '../../../services/identity/memberKeys.ts';
import { askReminderFunction } from '../../../services/identity/reminder/askReminder.function.ts';
import { remindFunction } from '../../../services/identity/reminder/remind.function.ts';
import type { StageConfig } from '../../config.ts';
import type { DataTable } from '../dataTable.ts';
import { ConsumerQueue } from '../events/consumerQueue.ts';
import { DeadLetterQueue } from '../events/deadLetterQueue.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import type { MailService } from '../mail/mailService.ts';

export type RemindersProps = {
  readonly config: StageConfig;
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

  private addRemind({ config, routingTable, members, mail }: RemindersProps): LambdaFunction {
    const remind = new LambdaFunction(this, 'Remind', {
      config,
      declared: remindFunction,
      environment: {
        MEMBER_TABLE: members.tableName,
        ROUTING_TABLE: routingTable.tableName,
        ...mail.environment,
      },
    });
    remind.allow(['dynamodb:GetItem'], [routingTable.tableArn]);
    remind.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [members.tableArn]);
    remind.allow(['dynamodb:Query'], [`${members.tableArn}/index/${addressIndex.name}`]);
    mail.grantMail(remind);
    return remind;
  }
}
