import { Duration, Stack } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct, IConstruct } from 'constructs';
import {
  type Metric as MetricName,
  metricDimension,
  metricNamespace,
} from '../../../services/shared/metricNames.ts';
import { allIn } from '../allIn.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import { ScheduledFunction } from '../scheduledFunction.ts';
import { deadLetterDepths } from './deadLetterDepths.ts';

export type OperationsMetricsProps = {
  readonly stateMachine: StateMachine;
  readonly publishFailed: LambdaFunction;
  readonly relay: LambdaFunction;
  readonly watcher: LambdaFunction;
  readonly sweeper: LambdaFunction;
  /** Deliveries to webhooks that were given up. */
  readonly deadDeliveries: IMetric;
};

const period = Duration.minutes(5);

const measuredBy = ({ function: { functionName } }: LambdaFunction, metricName: MetricName) => ({
  namespace: metricNamespace,
  metricName,
  dimensionsMap: { [metricDimension]: functionName },
});

const isScheduled = (each: IConstruct) => each instanceof ScheduledFunction;

/** No shorter than the time between two runs, so that each period has one. */
const periodOf = ({ every }: ScheduledFunction) =>
  every.toSeconds() > period.toSeconds() ? every : period;

/** What tells how onboarding goes: metrics of AWS's own, and those that the product measures. */
export class OperationsMetrics {
  readonly succeeded: IMetric;
  readonly failed: IMetric;
  readonly timedOut: IMetric;
  readonly aborted: IMetric;
  readonly stuck: IMetric;
  readonly longest: IMetric;
  readonly unpublished: IMetric;
  readonly orphans: IMetric;
  readonly deadDeliveries: IMetric;
  /** The depth of every dead-letter queue, by its place in the stack. */
  readonly deadLetters: ReadonlyMap<string, IMetric>;
  /** How often scheduled functions fail, by the schedule's place in the stack. */
  readonly failedRuns: ReadonlyMap<string, IMetric>;

  constructor(scope: Construct, props: OperationsMetricsProps) {
    const { stateMachine } = props;
    this.succeeded = stateMachine.metricSucceeded({ period });
    this.failed = stateMachine.metricFailed({ period });
    this.timedOut = stateMachine.metricTimedOut({ period });
    this.aborted = stateMachine.metricAborted({ period });
    const most = { statistic: 'Maximum', period };
    const hourly = { statistic: 'Maximum', period: Duration.hours(1) };
    const sum = { statistic: 'Sum', period };
    this.stuck = new Metric({ ...measuredBy(props.publishFailed, 'StuckSagas'), ...sum });
    this.longest = new Metric({ ...measuredBy(props.watcher, 'LongestSaga'), ...most });
    this.unpublished = new Metric({ ...measuredBy(props.relay, 'OldestUnpublished'), ...most });
    this.orphans = new Metric({ ...measuredBy(props.sweeper, 'Orphans'), ...hourly });
    this.deadDeliveries = props.deadDeliveries;
    this.deadLetters = deadLetterDepths(scope);
    this.failedRuns = new Map(
      allIn(Stack.of(scope), isScheduled).map(([place, scheduled]) => [
        place,
        scheduled.run.function.metricErrors({ period: periodOf(scheduled) }),
      ]),
    );
  }
}
