import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Serving } from '../../apis.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import { Alarm } from './alarm.ts';
import { onServerErrors } from './serverErrors.ts';

export type AppOperationsProps = {
  readonly serverErrors: IMetric;
  readonly functions: Serving<'app', LambdaFunction>;
  readonly topic: ITopic;
  readonly dashboardName: string;
};

const period = Duration.minutes(5);

/** What people see of the application: a dashboard, and alarms where the control plane's go. */
export class AppOperations extends Construct {
  constructor(scope: Construct, id: string, props: AppOperationsProps) {
    super(scope, id);
    const { serverErrors, functions, topic, dashboardName } = props;
    const errors = {
      ProductsErrors: functions.products.function.metricErrors({ period }),
      OrdersErrors: functions.orders.function.metricErrors({ period }),
    };
    new Alarm(this, 'ServerErrors', { ...onServerErrors(serverErrors), topic });
    for (const [name, metric] of Object.entries(errors)) {
      const says = 'A function of the application crashed, or took too long: see its log.';
      new Alarm(this, name, { metric, above: 0, says, topic });
    }
    const widgets = [
      new GraphWidget({
        title: 'Share of the app API’s answers that are 5xx',
        left: [serverErrors],
      }),
      new GraphWidget({ title: 'Crashes and timeouts', left: Object.values(errors) }),
    ];
    new Dashboard(this, 'Dashboard', { dashboardName, widgets: [widgets] });
  }
}
