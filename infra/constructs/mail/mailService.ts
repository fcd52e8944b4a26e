import { Annotations, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type MailEnv, mailOutbox } from '../../../services/mail/mail.ts';
import { relayMailFunction } from '../../../services/mail/relayMail.function.ts';
import type { StageConfig } from '../../config.ts';
import { DataTable } from '../dataTable.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import { ScheduledFunction } from '../scheduledFunction.ts';
import { senderArn } from './senderArn.ts';

export type MailServiceProps = { readonly config: StageConfig };

const RELAY_EVERY = Duration.minutes(1);

const NO_MAIL =
  'This stage has no mailFrom: our own mail is dropped, and operators confirm sign-ups.';

/** The outbox of our own mail, and who it is from. */
export class MailService extends Construct {
  /** What functions need that send mail. */
  readonly environment: MailEnv;
  /** Sends what was left unsent, and measures how long it waited. */
  readonly relay: LambdaFunction;
  private readonly table: DataTable;

  constructor(scope: Construct, id: string, { config }: MailServiceProps) {
    super(scope, id);
    this.table = new DataTable(this, 'Outbox', {
      config,
      partitionKey: mailOutbox.sort,
      timeToLiveAttribute: 'expiresAt',
    });
    this.table.addTextIndex(mailOutbox.index, mailOutbox.partition, mailOutbox.sort);
    this.environment = { MAIL_TABLE: this.table.tableName, MAIL_FROM: config.mailFrom ?? '' };
    if (config.mailFrom === undefined) Annotations.of(this).addWarningV2('mail:none', NO_MAIL);
    this.relay = this.addRelay(config);
  }

  /** Lets a function send what is in the outbox. */
  grantSend(to: LambdaFunction): void {
    to.allow(['dynamodb:DeleteItem'], [this.table.tableArn]);
    const { MAIL_FROM } = this.environment;
    if (MAIL_FROM === '') return;
    to.allow(['ses:SendEmail'], [senderArn(this, MAIL_FROM)], {
      StringEquals: { 'ses:FromAddress': MAIL_FROM },
    });
  }

  /** Lets a function write mail too. */
  grantMail(to: LambdaFunction): void {
    to.allow(['dynamodb:PutItem'], [this.table.tableArn]);
    this.grantSend(to);
  }

  private addRelay(config: StageConfig): LambdaFunction {
    const relay = new LambdaFunction(this, 'RelayMail', {
      config,
      declared: relayMailFunction,
      environment: this.environment,
      timeoutSeconds: 50,
    });
    relay.allow(['dynamodb:Query'], [`${this.table.tableArn}/index/${mailOutbox.index}`]);
    this.grantSend(relay);
    new ScheduledFunction(this, 'Relay', { run: relay, every: RELAY_EVERY });
    return relay;
  }
}
