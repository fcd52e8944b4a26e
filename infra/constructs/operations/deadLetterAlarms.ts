import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { Alarm } from './alarm.ts';

/** Sounds as long as anything lies in a dead-letter queue; `depths` are by the queues' places. */
export const addDeadLetterAlarms = (
  scope: Construct,
  depths: ReadonlyMap<string, IMetric>,
  topic: ITopic,
): void => {
  for (const [place, metric] of depths)
    new Alarm(scope, place, { metric, above: 0, says: `Dead letters wait in ${place}.`, topic });
};
