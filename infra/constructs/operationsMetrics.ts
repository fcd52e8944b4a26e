import { Duration, Stack } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import {
  type Metric as MetricName,
  metricDimension,
  metricNamespace,
} from '../../services/shared/metricNames.ts';
import { DeadLetterQueue } from './deadLetterQueue.ts';
import type { LambdaFunction } from './lambdaFunction.ts';

export type OperationsMetricsProps = {
  readonly stateMachine: StateMachine;
  readonly publishFailed: LambdaFunction;
  readonly relay: LambdaFunction;
  readonly watcher: LambdaFunction;
  readonly sweeper: LambdaFunction;
};

const period = Duration.minutes(5);

const measuredBy = ({ function: { functionName } }: LambdaFunction, metricName: MetricName) => ({
  namespace: metricNamespace,
  metricName,
  dimensionsMap: { [metricDimension]: functionName },
});

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
  /** The depth of every dead-letter queue that the stack has by now, by its place in it. */
  readonly deadLetters: ReadonlyMap<string, IMetric>;

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
    const queues = Stack.of(scope)
      .node.findAll()
      .filter((each) => each instanceof DeadLetterQueue);
    this.deadLetters = new Map(
      queues.map((queue) => [
        queue.node.path.split('/').slice(1).join(''),
        queue.metricApproximateNumberOfMessagesVisible({ ...most }),
      ]),
    );
  }
}
