import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { SagaMetrics } from '../saga/sagaMetrics.ts';
import { Alarm, type AlarmProps } from './alarm.ts';

export type SagaAlarmsProps = {
  /** The saga's name. */
  readonly name: string;
  readonly metrics: SagaMetrics;
  readonly topic: ITopic;
};

const RUNS_TOO_LONG = Duration.minutes(15);

/** The alarms of one saga. */
export class SagaAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, metrics, topic }: SagaAlarmsProps) {
    super(scope, id);
    const run = `A run of the saga "${name}"`;
    const conditions: Record<string, Omit<AlarmProps, 'topic'>> = {
      FailedSagas: { metric: metrics.ours, above: 0, says: `${run} was rolled back.` },
      TimedOutSagas: { metric: metrics.timedOut, above: 0, says: `${run} took too long.` },
      AbortedSagas: { metric: metrics.aborted, above: 0, says: `${run} was stopped.` },
      StuckSagas: { metric: metrics.stuck, above: 0, says: `${run} could not be undone in full.` },
      LongSagas: {
        metric: metrics.longest,
        above: RUNS_TOO_LONG.toSeconds(),
        says: `${run} goes on for more than ${RUNS_TOO_LONG.toMinutes()} minutes.`,
      },
    };
    for (const [alarm, condition] of Object.entries(conditions)) {
      new Alarm(this, alarm, { ...condition, topic });
    }
  }
}
