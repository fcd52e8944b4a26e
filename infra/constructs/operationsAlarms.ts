import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { OperationsMetrics } from './operationsMetrics.ts';

export type OperationsAlarmsProps = {
  readonly metrics: OperationsMetrics;
  /** Where alarms go, and that they are over. */
  readonly topic: ITopic;
};

/** When an alarm sounds, once its metric is above the threshold or missing. */
type When = Pick<cloudwatch.AlarmProps, 'evaluationPeriods' | 'treatMissingData'>;

type Condition = Partial<When> & { metric: cloudwatch.IMetric; above: number; says: string };

/** What nobody does is no trouble. */
const SOMETIMES_MEASURED: When = {
  evaluationPeriods: 1,
  treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
};

/** Each period has a run, at most one of two has none: a schedule that is off must not go unseen. */
const ALWAYS_MEASURED: When = {
  evaluationPeriods: 2,
  treatMissingData: cloudwatch.TreatMissingData.BREACHING,
};

const WAITS_TOO_LONG = Duration.minutes(5);
const RUNS_TOO_LONG = Duration.minutes(15);

/** Wakes somebody up when onboarding needs a person. */
export class OperationsAlarms extends Construct {
  constructor(scope: Construct, id: string, { metrics, topic }: OperationsAlarmsProps) {
    super(scope, id);
    const conditions: Record<string, Condition> = {
      FailedSagas: { metric: metrics.failed, above: 0, says: 'An onboarding was rolled back.' },
      TimedOutSagas: { metric: metrics.timedOut, above: 0, says: 'An onboarding took too long.' },
      AbortedSagas: { metric: metrics.aborted, above: 0, says: 'An onboarding was stopped.' },
      StuckSagas: { metric: metrics.stuck, above: 0, says: 'A rollback left something behind.' },
      LongSagas: {
        metric: metrics.longest,
        above: RUNS_TOO_LONG.toSeconds(),
        says: 'An onboarding goes on for more than a quarter of an hour.',
      },
      UnpublishedRegistrations: {
        metric: metrics.unpublished,
        above: WAITS_TOO_LONG.toSeconds(),
        says: 'A registration waits to be published.',
      },
      DeadDeliveries: {
        metric: metrics.deadDeliveries,
        above: 0,
        says: 'A webhook delivery was given up, or an endpoint disabled: see its log.',
      },
      Orphans: { metric: metrics.orphans, above: 0, says: 'Resources are left that nobody owns.' },
    };
    for (const [name, condition] of Object.entries(conditions)) this.add(name, condition, topic);
    for (const [name, metric] of metrics.deadLetters) {
      this.add(name, { metric, above: 0, says: `Dead letters wait in ${name}.` }, topic);
    }
    for (const [name, metric] of metrics.failedRuns) {
      const says = `Runs of ${name} fail or do not begin: what they look after goes unseen.`;
      this.add(`${name}Runs`, { metric, above: 0, says, ...ALWAYS_MEASURED }, topic);
    }
  }

  private add(name: string, condition: Condition, topic: ITopic): void {
    const { metric, above, says, ...when } = { ...SOMETIMES_MEASURED, ...condition };
    const alarm = new cloudwatch.Alarm(this, name, {
      metric,
      threshold: above,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      alarmDescription: says,
      ...when,
    });
    const action = new SnsAction(topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}
