import { Dashboard, SingleValueWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { graph, HALF, sagaGraphs } from './graphs.ts';
import type { OperationsMetrics } from './operationsMetrics.ts';

export type OperationsDashboardProps = {
  readonly name: string;
  readonly metrics: OperationsMetrics;
};

/** Shows at a glance whether sagas work, and what waits for a person. */
export class OperationsDashboard extends Construct {
  constructor(scope: Construct, id: string, { name, metrics }: OperationsDashboardProps) {
    super(scope, id);
    const { orphans, detachedKeys, deadDeliveries } = metrics;
    const sagas = [...metrics.sagas];
    new Dashboard(this, 'Dashboard', {
      dashboardName: name,
      widgets: [
        [
          new SingleValueWidget({
            title: 'For a person to look at',
            metrics: [
              ...sagas.map(([, { stuck }]) => stuck),
              orphans,
              detachedKeys,
              deadDeliveries,
            ],
            width: HALF,
          }),
          graph('What waits: a registration, mail, the removal of a user', [
            metrics.unpublished,
            metrics.unsentMail,
            metrics.unfinishedRemovals,
          ]),
        ],
        ...sagas.map(sagaGraphs),
        [
          graph('Share of the control API’s answers that are 5xx', [metrics.serverErrors]),
          graph('Tokens that the authorizer could not judge', [metrics.authorizerFailures]),
        ],
        [graph('First admins that wait because no mail goes out', [metrics.waitingForMail])],
        [
          graph('Oldest event in a queue, in seconds', [...metrics.oldestWaiting.values()]),
          graph('How many there are of what AWS limits', [...metrics.quotaUse.values()]),
        ],
        [
          graph('Dead letters', [...metrics.deadLetters.values()]),
          graph('Failed scheduled runs', [...metrics.failedRuns.values()]),
        ],
      ],
    });
  }
}
