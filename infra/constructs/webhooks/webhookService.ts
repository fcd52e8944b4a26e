import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { byService } from '../../../events/defineEvent.ts';
import { TenantDataErased } from '../../../events/schemas/offboarding.ts';
import type { FunctionDeclaration } from '../../../services/shared/defineFunction.ts';
import { deliverFunction } from '../../../services/webhooks/deliver.function.ts';
import { alarming } from '../../../services/webhooks/delivery.ts';
import { fanOutFunction } from '../../../services/webhooks/fanOut.function.ts';
import { sweepFunction } from '../../../services/webhooks/sweep.function.ts';
import type {
  DeliverEnv,
  FanOutEnv,
  PostingEnv,
  TableEnv,
} from '../../../services/webhooks/webhookEnv.ts';
import { dueIndex, expiryAttribute } from '../../../services/webhooks/webhookKeys.ts';
import { webhooksFunction } from '../../../services/webhooks/webhooks.function.ts';
import type { StageConfig } from '../../config.ts';
import { DataTable } from '../dataTable.ts';
import { EventRoute } from '../events/eventRoute.ts';
import { grantPublish } from '../events/publishing.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import { countLines } from '../operations/countLines.ts';
import { ScheduledFunction } from '../scheduledFunction.ts';
import { WakeQueues } from './wakeQueues.ts';

export type WebhookServiceProps = {
  readonly config: StageConfig;
  readonly bus: IEventBus;
  /** It says which tenants are suspended, and which have left. */
  readonly routingTable: DataTable;
};

const SWEEP_EVERY = Duration.minutes(1);

/** For a visit, and the last attempt's own time limit. Its lease is as long. */
const DELIVER_SECONDS = 30;

/** For a row, or a wake, for each of many endpoints; and for what they have of a tenant that has left. */
const FAN_OUT_SECONDS = 300;
const SWEEP_SECONDS = 30;

/** For a challenge, which the endpoint may take its time to answer. */
const API_SECONDS = 20;

const get = 'dynamodb:GetItem';
const query = 'dynamodb:Query';
const put = 'dynamodb:PutItem';
const update = 'dynamodb:UpdateItem';
const remove = 'dynamodb:DeleteItem';

type Code = {
  readonly declared: FunctionDeclaration<
    typeof DeliverEnv | typeof FanOutEnv | typeof PostingEnv | typeof TableEnv
  >;
  readonly timeoutSeconds: number;
  /** On the table. */
  readonly actions: string[];
};

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
    const deliver = this.addFunction('Deliver', props, {
      declared: deliverFunction,
      timeoutSeconds: DELIVER_SECONDS,
      actions: [get, query, put, update, remove],
    });
    deliver.allow([get], [props.routingTable.tableArn]);
    const wakes = new WakeQueues(this, 'Wakes', { deliver });
    this.mayLookForDue(deliver);
    this.webhooks = this.addFunction('Operators', props, {
      declared: webhooksFunction,
      timeoutSeconds: API_SECONDS,
      actions: [get, query, put, update, remove],
    });
    const wakers = [deliver, this.webhooks, this.addFanOut(props), this.addSweep(props)];
    for (const waker of wakers) wakes.grantWaking(waker);
    this.deadDeliveries = countLines('Dead', {
      of: [deliver],
      messages: Object.values(alarming),
      metricName: `WebhookDead-${props.config.stage}`,
    });
  }

  private addFunction(
    id: string,
    { config, routingTable, bus }: WebhookServiceProps,
    { actions, ...code }: Code,
  ): LambdaFunction {
    const environment = {
      WEBHOOK_TABLE: this.table.tableName,
      WEBHOOK_HOSTS: config.webhookHosts,
      ROUTING_TABLE: routingTable.tableName,
      EVENT_BUS_NAME: bus.eventBusName,
    };
    const made = new LambdaFunction(this, id, { config, ...code, environment });
    made.allow(actions, [this.table.tableArn]);
    return made;
  }

  private mayLookForDue(reader: LambdaFunction): void {
    reader.allow([query], [`${this.table.tableArn}/index/${dueIndex.index}`]);
  }

  private addFanOut(props: WebhookServiceProps): LambdaFunction {
    const consumer = this.addFunction('FanOut', props, {
      declared: fanOutFunction,
      timeoutSeconds: FAN_OUT_SECONDS,
      actions: [query, put, update, remove],
    });
    consumer.allow([get], [props.routingTable.tableArn]);
    grantPublish(props.bus, consumer, [byService('webhooks', TenantDataErased)]);
    new EventRoute(this, 'Events', { bus: props.bus, consumer });
    return consumer;
  }

  private addSweep(props: WebhookServiceProps): LambdaFunction {
    const sweep = this.addFunction('Sweep', props, {
      declared: sweepFunction,
      timeoutSeconds: SWEEP_SECONDS,
      actions: [query],
    });
    this.mayLookForDue(sweep);
    new ScheduledFunction(this, 'Sweeps', { run: sweep, every: SWEEP_EVERY });
    return sweep;
  }
}
