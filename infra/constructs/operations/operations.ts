import { Construct } from 'constructs';
import { AlarmTopic } from './alarmTopic.ts';
import { OperationsAlarms } from './operationsAlarms.ts';
import { OperationsDashboard } from './operationsDashboard.ts';
import { OperationsMetrics, type OperationsMetricsProps } from './operationsMetrics.ts';

export type OperationsProps = OperationsMetricsProps & { readonly dashboardName: string };

/** What people see of onboarding: one dashboard, and alarms on one topic. The last of its stack. */
export class Operations extends Construct {
  readonly topic: AlarmTopic;

  constructor(scope: Construct, id: string, props: OperationsProps) {
    super(scope, id);
    const metrics = new OperationsMetrics(this, props);
    this.topic = new AlarmTopic(this, 'AlarmTopic');
    new OperationsAlarms(this, 'Alarms', { metrics, topic: this.topic });
    new OperationsDashboard(this, 'Overview', { metrics, name: props.dashboardName });
  }
}
