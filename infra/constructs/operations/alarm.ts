import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** When an alarm sounds, once its metric is above the threshold or missing. */
export type When = Pick<cloudwatch.AlarmProps, 'evaluationPeriods' | 'treatMissingData'>;

/** What nobody does is no trouble. */
const SOMETIMES_MEASURED: When = {
  evaluationPeriods: 1,
  treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
};

export type AlarmProps = Partial<When> & {
  readonly metric: cloudwatch.IMetric;
  readonly above: number;
  readonly says: string;
  /** Notified when the alarm fires and when it clears; without one, its owner adds actions. */
  readonly topic?: ITopic;
};

/** Wakes somebody up when a metric is above its threshold. */
export class Alarm extends cloudwatch.Alarm {
  constructor(scope: Construct, id: string, { metric, above, says, topic, ...when }: AlarmProps) {
    super(scope, id, {
      metric,
      threshold: above,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      alarmDescription: says,
      ...SOMETIMES_MEASURED,
      ...when,
    });
    if (!topic) return;
    const action = new SnsAction(topic);
    this.addAlarmAction(action);
    this.addOkAction(action);
  }
}
