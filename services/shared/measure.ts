import { logger } from './logger.ts';
import { type Metric, metricDimension, metricNamespace, metricUnits } from './metricNames.ts';

/** Records one value of a metric. */
export type Measure = (metric: Metric, value: number) => void;

/** A line of CloudWatch's embedded metric format: logs that hold it make the metric. */
export const metricLine = (functionName: string, metric: Metric, value: number) => ({
  _aws: {
    Timestamp: Date.now(),
    CloudWatchMetrics: [
      {
        Namespace: metricNamespace,
        Dimensions: [[metricDimension]],
        Metrics: [{ Name: metric, Unit: metricUnits[metric] }],
      },
    ],
  },
  [metricDimension]: functionName,
  [metric]: value,
});

/** Measures by a line in the function's log: no call, so nothing that could fail. */
export const measureAs =
  (functionName: string): Measure =>
  (metric, value) =>
    logger.info('measured', metricLine(functionName, metric, value));
