import { type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { z } from 'zod';
import type { Consumed } from '../../../services/shared/defineFunction.ts';
import type { ConsumerEnv } from '../../../services/shared/onEvents.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import { DeadLetterQueue } from './deadLetterQueue.ts';
import { DELIVERY_RETRIES, MAX_EVENT_AGE, sendFailuresTo } from './delivery.ts';
import { eventPattern } from './routedPattern.ts';

export type EventRouteProps = {
  readonly bus: IEventBus;
  /** Gets the events that it declares. */
  readonly consumer: LambdaFunction;
  /** Told when the consumer's retries of an event are spent; what it cannot handle is dead-lettered. */
  readonly onRetriesSpent?: LambdaFunction;
};

/** Events from the bus to one consumer: rules, retries, and a dead-letter queue for what is left. */
export class EventRoute extends Construct {
  readonly deadLetterQueue: DeadLetterQueue;
  readonly consumer: LambdaFunction;

  constructor(scope: Construct, id: string, props: EventRouteProps) {
    super(scope, id);
    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters');
    const { consumer, onRetriesSpent } = props;
    this.consumer = consumer;
    const { queueArn } = this.deadLetterQueue;
    this.entrust(consumer, onRetriesSpent ? this.invoking(consumer, onRetriesSpent) : queueArn);
    if (onRetriesSpent) this.entrust(onRetriesSpent, queueArn);
    for (const event of Object.values(consumer.declared.consumes ?? {})) this.addRule(event, props);
  }

  /** Gives a function the queue for events that it cannot take, and says where spent ones go. */
  private entrust({ function: resource, grantee }: LambdaFunction, spentTo: string): void {
    const environment: z.infer<typeof ConsumerEnv> = {
      DEAD_LETTER_QUEUE_URL: this.deadLetterQueue.queueUrl,
    };
    for (const [name, value] of Object.entries(environment)) resource.addEnvironment(name, value);
    this.deadLetterQueue.grant(grantee, 'sqs:SendMessage');
    sendFailuresTo(resource, spentTo);
  }

  /** Lets one function hand its spent events to another; answers the other's ARN. */
  private invoking(from: LambdaFunction, { function: to }: LambdaFunction): string {
    from.allow(['lambda:InvokeFunction'], [to.functionArn]);
    return to.functionArn;
  }

  private addRule(event: Consumed, props: EventRouteProps): void {
    const target = new LambdaTarget(props.consumer.function, {
      deadLetterQueue: this.deadLetterQueue,
      retryAttempts: DELIVERY_RETRIES,
      maxEventAge: MAX_EVENT_AGE,
    });
    const { bus: eventBus } = props;
    const pattern = eventPattern(event.pattern);
    new Rule(this, event.name, { eventBus, eventPattern: pattern, targets: [target] });
  }
}
