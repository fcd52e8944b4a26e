import { Duration } from 'aws-cdk-lib';
import { type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { ConsumerEnv } from '../../../services/shared/onEvents.ts';
import type { PostponingEnv } from '../../../services/shared/postpone.ts';
import { give } from '../give.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import { ConsumerQueue } from './consumerQueue.ts';
import { DeadLetterQueue } from './deadLetterQueue.ts';
import { DELIVERY_RETRIES, MAX_EVENT_AGE, sendFailuresTo } from './delivery.ts';
import { eventPattern, patternsOf, type RoutedPattern } from './routedPattern.ts';

export type EventRouteProps = {
  readonly bus: IEventBus;
  /** Gets the events that it declares. */
  readonly consumer: LambdaFunction;
  /** Told when the consumer's retries of an event are spent; what it cannot handle is dead-lettered. */
  readonly onRetriesSpent?: LambdaFunction;
};

/** How long an event waits that its consumer postpones. */
const POSTPONED_FOR = Duration.minutes(5);
/** As few batches at once as Lambda allows. */
const POSTPONED_CONCURRENCY = 2;

/**
 * Events from the bus to one consumer: rules, retries, and a dead-letter queue for what is left. Where the
 * consumer declares a queue, they wait in it; what it postpones comes back to it by another one.
 */
export class EventRoute extends Construct {
  readonly deadLetterQueue: DeadLetterQueue;
  readonly consumer: LambdaFunction;
  readonly queue: ConsumerQueue | undefined;
  /** Where events are that the consumer has postponed. */
  readonly postponed: ConsumerQueue | undefined;

  constructor(scope: Construct, id: string, props: EventRouteProps) {
    super(scope, id);
    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters');
    const { consumer, onRetriesSpent, bus } = props;
    this.consumer = consumer;
    this.admit(consumer);
    this.queue = this.queueOf(consumer);
    this.postponed = this.postponedOf(consumer);
    if (this.queue && onRetriesSpent)
      throw new Error(`${consumer.node.path} has a queue, which tells nobody of what it gives up`);
    this.retry(consumer, onRetriesSpent);
    const { consumes = {} } = consumer.declared;
    const patterns = patternsOf(Object.values(consumes).map(({ pattern }) => pattern));
    for (const { id: rule, pattern } of patterns) this.addRule(rule, pattern, bus);
  }

  /** Gives a function the queue for events that it cannot take. */
  private admit(consumer: LambdaFunction): void {
    const { deadLetterQueue } = this;
    give<typeof ConsumerEnv>(consumer, { DEAD_LETTER_QUEUE_URL: deadLetterQueue.queueUrl });
    deadLetterQueue.grant(consumer.grantee, 'sqs:SendMessage');
  }

  private queueOf(consumer: LambdaFunction): ConsumerQueue | undefined {
    const { deadLetterQueue } = this;
    const { queue } = consumer.declared;
    return queue && new ConsumerQueue(this, 'Queue', { consumer, deadLetterQueue, ...queue });
  }

  private postponedOf(consumer: LambdaFunction): ConsumerQueue | undefined {
    if (!consumer.declared.postpones) return undefined;
    const { deadLetterQueue } = this;
    const queue = new ConsumerQueue(this, 'Postponed', {
      consumer,
      deadLetterQueue,
      maximumConcurrency: POSTPONED_CONCURRENCY,
      delay: POSTPONED_FOR,
    });
    give<typeof PostponingEnv>(consumer, { POSTPONED_QUEUE_URL: queue.queueUrl });
    queue.grant(consumer.grantee, 'sqs:SendMessage');
    return queue;
  }

  /** Says where events go that are spent: to the dead-letter queue, by another function where there is one. */
  private retry(consumer: LambdaFunction, onRetriesSpent: LambdaFunction | undefined): void {
    const { queueArn } = this.deadLetterQueue;
    if (!onRetriesSpent) {
      sendFailuresTo(consumer.function, queueArn);
      return;
    }
    const { functionArn } = onRetriesSpent.function;
    consumer.allow(['lambda:InvokeFunction'], [functionArn]);
    sendFailuresTo(consumer.function, functionArn);
    this.admit(onRetriesSpent);
    sendFailuresTo(onRetriesSpent.function, queueArn);
  }

  private addRule(id: string, pattern: RoutedPattern, eventBus: IEventBus): void {
    const delivery = {
      deadLetterQueue: this.deadLetterQueue,
      retryAttempts: DELIVERY_RETRIES,
      maxEventAge: MAX_EVENT_AGE,
    };
    const target = this.queue
      ? new SqsQueue(this.queue, delivery)
      : new LambdaTarget(this.consumer.function, delivery);
    new Rule(this, id, { eventBus, eventPattern: eventPattern(pattern), targets: [target] });
  }
}
