import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { measuredBy } from '../operations/measuredBy.ts';

const period = Duration.minutes(5);

/** What tells how a saga's runs go. */
export class SagaMetrics {
  readonly succeeded: IMetric;
  readonly failed: IMetric;
  /** Rollbacks for what only the customer can mend. */
  readonly customers: IMetric;
  /** Failed runs beside those: operators are called. */
  readonly ours: IMetric;
  readonly timedOut: IMetric;
  readonly aborted: IMetric;
  /** Rollbacks that left something behind. */
  readonly stuck: IMetric;
  /** How long the oldest run goes on, in seconds. */
  readonly longest: IMetric;

  constructor(stateMachine: StateMachine, by: { announcement: IFunction; watcher: IFunction }) {
    this.succeeded = stateMachine.metricSucceeded({ period });
    this.failed = stateMachine.metricFailed({ period });
    this.timedOut = stateMachine.metricTimedOut({ period });
    this.aborted = stateMachine.metricAborted({ period });
    const sum = { statistic: 'Sum', period };
    const most = { statistic: 'Maximum', period };
    this.customers = new Metric({ ...measuredBy(by.announcement, 'CustomersFailures'), ...sum });
    this.ours = new MathExpression({
      expression: 'failed - FILL(customers, 0)',
      usingMetrics: { failed: this.failed, customers: this.customers },
      period,
    });
    this.stuck = new Metric({ ...measuredBy(by.announcement, 'StuckSagas'), ...sum });
    this.longest = new Metric({ ...measuredBy(by.watcher, 'LongestSaga'), ...most });
  }
}
