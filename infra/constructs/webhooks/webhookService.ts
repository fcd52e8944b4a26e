import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { z } from 'zod';
import { alarming } from '../../../services/webhooks/delivery.ts';
import { fanOutFunction } from '../../../services/webhooks/fanOut.function.ts';
import { sweepFunction } from '../../../services/webhooks/sweep.function.ts';
import { dueIndex, expiryAttribute } from '../../../services/webhooks/webhookKeys.ts';
import { webhooksFunction } from '../../../services/webhooks/webhooks.function.ts';
import type { StageConfig } from '../../config.ts';
import { DataTable } from '../dataTable.ts';
import { EventRoute } from '../events/eventRoute.ts';
import { LambdaFunction, type LambdaFunctionProps } from '../lambdaFunction.ts';
import { countLines } from '../operations/countLines.ts';
import { ScheduledFunction } from '../scheduledFunction.ts';

export type WebhookServiceProps = {
  readonly config: StageConfig;
  readonly bus: IEventBus;
  /** It says which tenants are suspended. */
  readonly routingTable: DataTable;
};

const SWEEP_EVERY = Duration.minutes(1);

/** For a full run of attempts, and the last one's own time limit. */
const SENDER_SECONDS = 60;

/** For a challenge, which the endpoint may take its time to answer. */
const API_SECONDS = 20;

const transaction = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];

/** Posts events to systems outside AWS, keeps what they do not take, and shows it to operators. */
export class WebhookService extends Construct {
  readonly webhooks: LambdaFunction;
  /** Deliveries that were given up, and endpoints that were disabled. */
  readonly deadDeliveries: IMetric;
  private readonly table: DataTable;

  constructor(scope: Construct, id: string, props: WebhookServiceProps) {
    super(scope, id);
    this.table = new DataTable(this, 'Table', {
      config: props.config,
      partitionKey: 'pk',
      sortKey: 'sk',
      timeToLiveAttribute: expiryAttribute,
    });
    this.table.addTextIndex(dueIndex.index, dueIndex.partition, dueIndex.sort);
    this.webhooks = this.addFunction('Operators', {
      config: props.config,
      environment: this.environmentOf(props),
      declared: webhooksFunction,
      timeoutSeconds: API_SECONDS,
    });
    this.deadDeliveries = countLines('Dead', {
      of: [this.addFanOut(props), this.addSweep(props)],
      messages: Object.values(alarming),
      metricName: `WebhookDead-${props.config.stage}`,
    });
  }

  private addFunction<Env extends z.ZodObject>(
    id: string,
    code: LambdaFunctionProps<Env>,
  ): LambdaFunction {
    const made = new LambdaFunction(this, id, code);
    const reads = ['dynamodb:GetItem', 'dynamodb:Query'];
    made.allow([...reads, ...transaction], [this.table.tableArn]);
    return made;
  }

  private environmentOf({ config: { webhookHosts }, routingTable }: WebhookServiceProps) {
    return {
      WEBHOOK_TABLE: this.table.tableName,
      WEBHOOK_HOSTS: webhookHosts,
      ROUTING_TABLE: routingTable.tableName,
    };
  }

  private addFanOut(props: WebhookServiceProps): LambdaFunction {
    const consumer = this.addFunction('FanOut', {
      config: props.config,
      environment: this.environmentOf(props),
      declared: fanOutFunction,
      timeoutSeconds: SENDER_SECONDS,
    });
    consumer.allow(['dynamodb:GetItem'], [props.routingTable.tableArn]);
    new EventRoute(this, 'Events', { bus: props.bus, consumer });
    return consumer;
  }

  private addSweep(props: WebhookServiceProps): LambdaFunction {
    const sweep = this.addFunction('Sweep', {
      config: props.config,
      environment: this.environmentOf(props),
      declared: sweepFunction,
      timeoutSeconds: SENDER_SECONDS,
    });
    sweep.allow(['dynamodb:GetItem'], [props.routingTable.tableArn]);
    sweep.allow(['dynamodb:Query'], [`${this.table.tableArn}/index/${dueIndex.index}`]);
    new ScheduledFunction(this, 'Sweeps', { run: sweep, every: SWEEP_EVERY });
    return sweep;
  }
}
