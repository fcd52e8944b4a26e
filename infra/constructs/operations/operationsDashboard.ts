import {
  Dashboard,
  GraphWidget,
  type IMetric,
  SingleValueWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { OperationsMetrics } from './operationsMetrics.ts';

export type OperationsDashboardProps = {
  readonly name: string;
  readonly metrics: OperationsMetrics;
};

const HALF = 12;

const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: HALF });

/** Shows at a glance whether onboarding works, and what waits for a person. */
export class OperationsDashboard extends Construct {
  constructor(scope: Construct, id: string, { name, metrics }: OperationsDashboardProps) {
    super(scope, id);
    const { succeeded, failed, timedOut, aborted, stuck, orphans, deadDeliveries } = metrics;
    new Dashboard(this, 'Dashboard', {
      dashboardName: name,
      widgets: [
        [
          new SingleValueWidget({
            title: 'For a person to look at',
            metrics: [stuck, orphans, deadDeliveries],
            width: HALF,
          }),
          graph('Sagas', [succeeded, failed, timedOut, aborted]),
        ],
        [
          graph('Longest running saga', [metrics.longest]),
          graph('Oldest unpublished registration', [metrics.unpublished]),
        ],
        [
          graph('Dead letters', [...metrics.deadLetters.values()]),
          graph('Failed scheduled runs', [...metrics.failedRuns.values()]),
        ],
      ],
    });
  }
}
