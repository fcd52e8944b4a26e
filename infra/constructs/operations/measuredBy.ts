import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  type Metric,
  metricDimension,
  metricNamespace,
} from '../../../services/shared/metricNames.ts';

/** A metric of the product, as this function measures it. */
export const measuredBy = ({ functionName }: IFunction, metricName: Metric) => ({
  namespace: metricNamespace,
  metricName,
  dimensionsMap: { [metricDimension]: functionName },
});
