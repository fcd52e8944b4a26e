import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmProps } from './alarm.ts';

/** Where only now and then somebody calls, one failure is more than that. */
const TOLERATED_SHARE = 0.01;

/** When an API answers too often that something is wrong on our side. */
export const onServerErrors = (metric: IMetric): Omit<AlarmProps, 'topic'> => ({
  metric,
  above: TOLERATED_SHARE,
  says: 'More than one in a hundred requests to an API are answered 5xx.',
});
