import { GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { SagaMetrics } from '../saga/sagaMetrics.ts';

/** Half of a dashboard's width. */
export const HALF = 12;

export const graph = (title: string, left: IMetric[]) =>
  new GraphWidget({ title, left, width: HALF });

/** How the runs of a saga end, and how long they go on. */
export const sagaGraphs = ([name, metrics]: [name: string, SagaMetrics]): GraphWidget[] => {
  const { succeeded, failed, customers, timedOut, aborted, longest } = metrics;
  return [
    graph(`Saga ${name}`, [succeeded, failed, customers, timedOut, aborted]),
    graph(`Longest run of ${name}`, [longest]),
  ];
};
