import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { SagaMetrics } from '../saga/sagaMetrics.ts';
import { addDeadLetterAlarms } from './deadLetterAlarms.ts';
import { deadLetterDepths } from './deadLetterDepths.ts';
import { addRunAlarms, failedRunsIn } from './runAlarms.ts';
import { SagaAlarms } from './sagaAlarms.ts';

export type StackAlarmsProps = {
  readonly sagas: ReadonlyMap<string, SagaMetrics>;
  readonly topic: ITopic;
};

/** The alarms of what its stack has by now: sagas, dead-letter queues, schedules. The last of its stack. */
export class StackAlarms extends Construct {
  constructor(scope: Construct, id: string, { sagas, topic }: StackAlarmsProps) {
    super(scope, id);
    for (const [name, metrics] of sagas) new SagaAlarms(this, name, { name, metrics, topic });
    addDeadLetterAlarms(this, deadLetterDepths(scope), topic);
    addRunAlarms(this, failedRunsIn(scope), topic);
  }
}
