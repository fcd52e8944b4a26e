import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { SagaMetrics } from '../saga/sagaMetrics.ts';
import { addDeadLetterAlarms } from './deadLetterAlarms.ts';
import { deadLetterDepths } from './deadLetterDepths.ts';
import { graph, sagaGraphs } from './graphs.ts';
import { addRunAlarms, failedRunsIn } from './runAlarms.ts';
import { SagaAlarms } from './sagaAlarms.ts';

export type LifecycleOperationsProps = {
  readonly sagas: ReadonlyMap<string, SagaMetrics>;
  readonly topic: ITopic;
  readonly dashboardName: string;
};

/**
 * What people see of the changes of tenants: a dashboard, and alarms where the control plane's go. The last of its
 * stack.
 */
export class LifecycleOperations extends Construct {
  constructor(scope: Construct, id: string, props: LifecycleOperationsProps) {
    super(scope, id);
    const { sagas, topic, dashboardName } = props;
    for (const [name, metrics] of sagas) new SagaAlarms(this, name, { name, metrics, topic });
    const deadLetters = deadLetterDepths(scope);
    const failedRuns = failedRunsIn(scope);
    addDeadLetterAlarms(this, deadLetters, topic);
    addRunAlarms(this, failedRuns, topic);
    new Dashboard(this, 'Dashboard', {
      dashboardName,
      widgets: [
        ...[...sagas].map(sagaGraphs),
        [
          graph(
            'For a person to look at',
            [...sagas.values()].map(({ stuck }) => stuck),
          ),
        ],
        [
          graph('Dead letters', [...deadLetters.values()]),
          graph('Failed scheduled runs', [...failedRuns.values()]),
        ],
      ],
    });
  }
}
