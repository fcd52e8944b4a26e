import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { FunctionDeclaration } from '../../../services/shared/defineFunction.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import type { DeadLetterQueue } from './deadLetterQueue.ts';

export type ConsumerQueueProps = {
  readonly consumer: LambdaFunction;
  readonly deadLetterQueue: DeadLetterQueue;
  /** How long each event waits in it before it is taken; AWS lets none wait longer than 15 minutes. */
  readonly delay?: Duration;
  /** When what failed comes back; six timeouts of the function where not given, which is AWS's advice. */
  readonly hiddenFor?: Duration;
} & NonNullable<FunctionDeclaration['queue']>;

/** As often as AWS says at least, so that a throttled function loses nothing by its throttling. */
const MOST_RECEIVES = 5;
/** In timeouts of the function. */
const HIDDEN_FOR = 6;
const BATCH_SIZE = 10;

/** Events that wait for a consumer, which takes them from here a few batches at a time. */
export class ConsumerQueue extends Queue {
  constructor(scope: Construct, id: string, props: ConsumerQueueProps) {
    const { consumer, deadLetterQueue, maximumConcurrency, delay, hiddenFor } = props;
    super(scope, id, {
      visibilityTimeout: hiddenFor ?? Duration.seconds(consumer.timeoutSeconds * HIDDEN_FOR),
      ...(delay && { deliveryDelay: delay }),
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: MOST_RECEIVES },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const polling = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    consumer.allow(polling, [this.queueArn]);
    new EventSourceMapping(this, 'Mapping', {
      target: consumer.function,
      eventSourceArn: this.queueArn,
      batchSize: BATCH_SIZE,
      maxConcurrency: maximumConcurrency,
      reportBatchItemFailures: true,
    });
  }
}
