import { Duration, Stack } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct, IConstruct } from 'constructs';
import { type Limited, limited } from '../../../services/shared/metricNames.ts';
import { allIn } from '../allIn.ts';
import { ConsumerQueue } from '../events/consumerQueue.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import type { SagaMetrics } from '../saga/sagaMetrics.ts';
import { deadLetterDepths } from './deadLetterDepths.ts';
import { measuredBy } from './measuredBy.ts';
import { failedRunsIn } from './runAlarms.ts';

export type OperationsMetricsProps = {
  /** The metrics of each saga, by the saga's name. */
  readonly sagas: ReadonlyMap<string, SagaMetrics>;
  readonly relay: LambdaFunction;
  readonly mailRelay: LambdaFunction;
  readonly finisher: LambdaFunction;
  readonly sweeper: LambdaFunction;
  /** Deliveries to webhooks that were given up. */
  readonly deadDeliveries: IMetric;
  /** The share of the control API's answers that are 5xx. */
  readonly serverErrors: IMetric;
  /** Tokens that the authorizer could not judge. */
  readonly authorizerFailures: IMetric;
  /** How many first admins wait because no mail goes out. */
  readonly waitingForMail: IMetric;
};

const period = Duration.minutes(5);

const isConsumerQueue = (each: IConstruct) => each instanceof ConsumerQueue;

/** What tells how the control plane does: metrics of AWS's own, and those that the product measures. */
export class OperationsMetrics {
  readonly sagas: ReadonlyMap<string, SagaMetrics>;
  readonly unpublished: IMetric;
  readonly unsentMail: IMetric;
  readonly unfinishedRemovals: IMetric;
  readonly orphans: IMetric;
  readonly detachedKeys: IMetric;
  readonly deadDeliveries: IMetric;
  readonly serverErrors: IMetric;
  readonly authorizerFailures: IMetric;
  readonly waitingForMail: IMetric;
  /** How many there are of what AWS limits. */
  readonly quotaUse: ReadonlyMap<Limited, IMetric>;
  /** The depth of every dead-letter queue, by its place in the stack. */
  readonly deadLetters: ReadonlyMap<string, IMetric>;
  /** How old the oldest event is that waits for a consumer, by its queue's place in the stack. */
  readonly oldestWaiting: ReadonlyMap<string, IMetric>;
  /** How often scheduled functions fail, by the schedule's place in the stack. */
  readonly failedRuns: ReadonlyMap<string, IMetric>;

  constructor(scope: Construct, props: OperationsMetricsProps) {
    this.sagas = props.sagas;
    const most = { statistic: 'Maximum', period };
    const hourly = { statistic: 'Maximum', period: Duration.hours(1) };
    this.unpublished = new Metric({
      ...measuredBy(props.relay.function, 'OldestUnpublished'),
      ...most,
    });
    this.unsentMail = new Metric({
      ...measuredBy(props.mailRelay.function, 'OldestUnsentMail'),
      ...most,
    });
    this.unfinishedRemovals = new Metric({
      ...measuredBy(props.finisher.function, 'OldestUnfinishedRemoval'),
      ...most,
    });
    const swept = props.sweeper.function;
    this.orphans = new Metric({ ...measuredBy(swept, 'Orphans'), ...hourly });
    this.detachedKeys = new Metric({ ...measuredBy(swept, 'DetachedKeys'), ...hourly });
    this.quotaUse = new Map(
      limited.map((name) => [name, new Metric({ ...measuredBy(swept, name), ...hourly })]),
    );
    this.deadDeliveries = props.deadDeliveries;
    this.serverErrors = props.serverErrors;
    this.authorizerFailures = props.authorizerFailures;
    this.waitingForMail = props.waitingForMail;
    this.deadLetters = deadLetterDepths(scope);
    this.oldestWaiting = new Map(
      allIn(Stack.of(scope), isConsumerQueue).map(([place, queue]) => [
        place,
        queue.metricApproximateAgeOfOldestMessage(most),
      ]),
    );
    this.failedRuns = failedRunsIn(scope);
  }
}
