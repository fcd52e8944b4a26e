import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Alarm, type AlarmProps } from './alarm.ts';
import { addDeadLetterAlarms } from './deadLetterAlarms.ts';
import type { OperationsMetrics } from './operationsMetrics.ts';
import { addQuotaAlarms } from './quotaAlarms.ts';
import { addRunAlarms } from './runAlarms.ts';
import { SagaAlarms } from './sagaAlarms.ts';
import { onServerErrors } from './serverErrors.ts';

export type OperationsAlarmsProps = {
  readonly metrics: OperationsMetrics;
  /** Where alarms go, and that they are over. */
  readonly topic: ITopic;
};

type Condition = Omit<AlarmProps, 'topic'>;

const WAITS_TOO_LONG = Duration.minutes(5);
/** Longer than a queue keeps an event that its consumer fails for. */
const QUEUED_TOO_LONG = Duration.minutes(15);

/** Wakes somebody up when the control plane needs a person. */
export class OperationsAlarms extends Construct {
  constructor(scope: Construct, id: string, { metrics, topic }: OperationsAlarmsProps) {
    super(scope, id);
    for (const [name, saga] of metrics.sagas) {
      new SagaAlarms(this, name, { name, metrics: saga, topic });
    }
    const conditions: Record<string, Condition> = {
      UnpublishedRegistrations: {
        metric: metrics.unpublished,
        above: WAITS_TOO_LONG.toSeconds(),
        says: 'A registration waits to be published.',
      },
      UnsentMail: {
        metric: metrics.unsentMail,
        above: WAITS_TOO_LONG.toSeconds(),
        says: 'A mail of ours waits to be sent.',
      },
      WaitingForMail: {
        metric: metrics.waitingForMail,
        above: 0,
        says: 'First admins wait for their invitation: Cognito sends no mail, for the rest of its day or until its sender is mended.',
      },
      UnfinishedRemovals: {
        metric: metrics.unfinishedRemovals,
        above: WAITS_TOO_LONG.toSeconds(),
        says: 'A removal of a user, or a change of an address, that was cut off waits to be finished.',
      },
      DeadDeliveries: {
        metric: metrics.deadDeliveries,
        above: 0,
        says: 'A webhook delivery was given up, or an endpoint disabled: see its log.',
      },
      ServerErrors: onServerErrors(metrics.serverErrors),
      AuthorizerFailures: {
        metric: metrics.authorizerFailures,
        above: 0,
        says: 'The authorizer could not judge a token: its bearer got a 500, on either API.',
      },
      Orphans: { metric: metrics.orphans, above: 0, says: 'Resources are left that nobody owns.' },
      DetachedKeys: {
        metric: metrics.detachedKeys,
        above: 0,
        says: 'Active tenants are refused: their API keys are in no usage plan.',
      },
    };
    for (const [name, condition] of Object.entries(conditions))
      new Alarm(this, name, { ...condition, topic });
    addQuotaAlarms(this, metrics.quotaUse, topic);
    addDeadLetterAlarms(this, metrics.deadLetters, topic);
    for (const [place, metric] of metrics.oldestWaiting) {
      const says = `Events wait in ${place}: nothing takes them, or too little.`;
      new Alarm(this, place, { metric, above: QUEUED_TOO_LONG.toSeconds(), says, topic });
    }
    addRunAlarms(this, metrics.failedRuns, topic);
  }
}
