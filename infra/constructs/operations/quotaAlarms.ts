import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Limited } from '../../../services/shared/metricNames.ts';
import { quotas } from '../../config.ts';
import { Alarm } from './alarm.ts';

/** AWS takes days to raise a quota: so much is left for them. */
const USED = 0.8;

/** Each sounds while more than 80 % of a quota is used. */
export const addQuotaAlarms = (
  scope: Construct,
  use: ReadonlyMap<Limited, IMetric>,
  topic: ITopic,
): void => {
  for (const [name, metric] of use) {
    const says = `More than 80 % of the quota of ${quotas[name]} is used: ${name}. Beyond it, onboardings fail.`;
    new Alarm(scope, `${name}Quota`, { metric, above: quotas[name] * USED, says, topic });
  }
};
