import { Duration, Stack } from 'aws-cdk-lib';
import { type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct, IConstruct } from 'constructs';
import { allIn } from '../allIn.ts';
import { ScheduledFunction } from '../scheduledFunction.ts';
import { Alarm, type When } from './alarm.ts';

const period = Duration.minutes(5);

const isScheduled = (each: IConstruct) => each instanceof ScheduledFunction;

/** No shorter than the time between two runs, so that each period has one. */
const periodOf = ({ every }: ScheduledFunction) =>
  every.toSeconds() > period.toSeconds() ? every : period;

/** Each period has a run, at most one of two has none: a schedule that is off must not go unseen. */
const ALWAYS_MEASURED: When = {
  evaluationPeriods: 2,
  treatMissingData: TreatMissingData.BREACHING,
};

/** How often the scheduled functions fail that a scope's stack has by now, by the schedule's place in the stack. */
export const failedRunsIn = (scope: IConstruct): ReadonlyMap<string, IMetric> =>
  new Map(
    allIn(Stack.of(scope), isScheduled).map(([place, scheduled]) => [
      place,
      scheduled.run.function.metricErrors({ period: periodOf(scheduled) }),
    ]),
  );

/** Sounds when scheduled functions fail, or do not run. */
export const addRunAlarms = (
  scope: Construct,
  failedRuns: ReadonlyMap<string, IMetric>,
  topic: ITopic,
): void => {
  for (const [name, metric] of failedRuns) {
    const says = `Runs of ${name} fail or do not begin: what they look after goes unseen.`;
    new Alarm(scope, `${name}Runs`, { metric, above: 0, says, topic, ...ALWAYS_MEASURED });
  }
};
