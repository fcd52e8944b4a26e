import { Duration } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { metricNamespace } from '../../../services/shared/metricNames.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';

export type CountLinesProps = {
  readonly of: readonly LambdaFunction[];
  /** The messages of the lines that count. */
  readonly messages: readonly string[];
  readonly metricName: string;
};

/** Counts lines of functions' logs; `id` is that of each log's filter. */
export const countLines = (id: string, { of, messages, metricName }: CountLinesProps): IMetric => {
  const patterns = messages.map((each) => FilterPattern.stringValue('$.message', '=', each));
  for (const scope of of) {
    new MetricFilter(scope, id, {
      logGroup: scope.logGroup,
      filterPattern: FilterPattern.any(...patterns),
      metricNamespace,
      metricName,
    });
  }
  return new Metric({
    namespace: metricNamespace,
    metricName,
    statistic: 'Sum',
    period: Duration.minutes(5),
  });
};
