import { Duration } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Alarm, type AlarmProps, type When } from './alarm.ts';
import { addDeadLetterAlarms } from './deadLetterAlarms.ts';
import type { OperationsMetrics } from './operationsMetrics.ts';

export type OperationsAlarmsProps = {
  readonly metrics: OperationsMetrics;
  /** Where alarms go, and that they are over. */
  readonly topic: ITopic;
};

type Condition = Omit<AlarmProps, 'topic'>;

/** Each period has a run, at most one of two has none: a schedule that is off must not go unseen. */
const ALWAYS_MEASURED: When = {
  evaluationPeriods: 2,
  treatMissingData: TreatMissingData.BREACHING,
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
    for (const [name, condition] of Object.entries(conditions))
      new Alarm(this, name, { ...condition, topic });
    addDeadLetterAlarms(this, metrics.deadLetters, topic);
    for (const [name, metric] of metrics.failedRuns) {
      const says = `Runs of ${name} fail or do not begin: what they look after goes unseen.`;
      new Alarm(this, `${name}Runs`, { metric, above: 0, says, topic, ...ALWAYS_MEASURED });
    }
  }
}
