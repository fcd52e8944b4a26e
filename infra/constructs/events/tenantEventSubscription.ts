import { Duration, Stack } from 'aws-cdk-lib';
import { CfnRule, type IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { Alarm } from '../operations/alarm.ts';
import { DeadLetterQueue } from './deadLetterQueue.ts';
import { DELIVERY_RETRIES } from './delivery.ts';
import { type EventFilter, patternOf, type SubscribedEvent } from './subscriptionPattern.ts';
import { admitRules, type Place, placeOf, type SubscriptionTarget } from './subscriptionTarget.ts';

export type TenantEventSubscriptionProps = {
  /** Who subscribes, e.g. `billing`: names the rule, and a replay for this subscriber alone. */
  readonly subscriber: string;
  readonly bus: IEventBus;
  readonly events: readonly SubscribedEvent[];
  readonly filter?: EventFilter;
  readonly target: SubscriptionTarget;
};

const SUBSCRIBER = /^[a-z][a-z0-9-]{0,29}$/;

/** AWS's own limit: a subscriber may be down for a day before an event is dead-lettered. */
const MAX_EVENT_AGE = Duration.hours(24);
const ALARM_PERIOD = Duration.minutes(1);

/**
 * Tenant events for one subscriber: one rule, retries for a day, a dead-letter queue for what is left
 * and an alarm on that queue. Only this rule, and replays that are made for this subscriber, may
 * deliver to its target. The alarm has no action yet: give it yours (`alarm.addAlarmAction`).
 */
export class TenantEventSubscription extends Construct {
  readonly deadLetterQueue: DeadLetterQueue;
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, props: TenantEventSubscriptionProps) {
    super(scope, id);
    const { subscriber, bus, target } = props;
    if (!SUBSCRIBER.test(subscriber)) {
      throw new Error(`the subscriber ${subscriber} must match ${SUBSCRIBER}`);
    }
    const eventPattern = patternOf(subscriber, props.events, props.filter);
    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters');
    const rules = this.ruleArns(props);
    admitRules(this.deadLetterQueue, rules);
    const place = placeOf(this, target, { rules, deadLetterQueue: this.deadLetterQueue });
    const rule = new CfnRule(this, 'Rule', {
      name: `subscriber-${subscriber}`,
      eventBusName: bus.eventBusName,
      eventPattern,
      targets: [this.targetAt(place)],
    });
    rule.node.addDependency(place.ready, this.deadLetterQueue);
    this.alarm = this.deadLetterAlarm(subscriber);
  }

  private targetAt({ arn, roleArn }: Place): CfnRule.TargetProperty {
    return {
      id: 'Subscriber',
      arn,
      ...(roleArn !== undefined && { roleArn }),
      deadLetterConfig: { arn: this.deadLetterQueue.queueArn },
      retryPolicy: {
        maximumRetryAttempts: DELIVERY_RETRIES,
        maximumEventAgeInSeconds: MAX_EVENT_AGE.toSeconds(),
      },
    };
  }

  /** The rule, by name because its target's permissions come first, and the rules of its replays. */
  private ruleArns({ subscriber, bus }: TenantEventSubscriptionProps): string[] {
    const arnOf = (name: string) =>
      Stack.of(this).formatArn({
        service: 'events',
        resource: 'rule',
        resourceName: `${bus.eventBusName}/${name}`,
      });
    return [arnOf(`subscriber-${subscriber}`), arnOf(`replay.${subscriber}.*`)];
  }

  private deadLetterAlarm(subscriber: string): Alarm {
    const { deadLetterQueue } = this;
    return new Alarm(this, 'DeadLetterAlarm', {
      says: `Events wait in the dead-letter queue of the subscriber ${subscriber}.`,
      metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: ALARM_PERIOD }),
      above: 0,
    });
  }
}
