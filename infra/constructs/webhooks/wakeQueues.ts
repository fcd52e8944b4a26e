import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { atOnce, type Track } from '../../../services/webhooks/health.ts';
import type { WakingEnv } from '../../../services/webhooks/webhookEnv.ts';
import { ConsumerQueue } from '../events/consumerQueue.ts';
import { DeadLetterQueue } from '../events/deadLetterQueue.ts';
import { give } from '../give.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';

export type WakeQueuesProps = { readonly deliver: LambdaFunction };

/** Beyond the lease of a visit, so that the wake of one that did not end comes back to a free endpoint. */
const HIDDEN_FOR = Duration.seconds(45);

/** The wakes of endpoints, in a queue for each track: what fills one holds nothing up in the other. */
export class WakeQueues extends Construct {
  private readonly queues: Readonly<Record<Track, ConsumerQueue>>;

  constructor(scope: Construct, id: string, { deliver }: WakeQueuesProps) {
    super(scope, id);
    const common = {
      consumer: deliver,
      deadLetterQueue: new DeadLetterQueue(this, 'DeadLetters'),
      hiddenFor: HIDDEN_FOR,
    };
    this.queues = {
      steady: new ConsumerQueue(this, 'Steady', { ...common, maximumConcurrency: atOnce.steady }),
      troubled: new ConsumerQueue(this, 'Troubled', {
        ...common,
        maximumConcurrency: atOnce.troubled,
      }),
    };
  }

  /** Lets a function wake endpoints. */
  grantWaking(waker: LambdaFunction): void {
    const { steady, troubled } = this.queues;
    waker.allow(['sqs:SendMessage'], [steady.queueArn, troubled.queueArn]);
    give<typeof WakingEnv>(waker, {
      STEADY_QUEUE_URL: steady.queueUrl,
      TROUBLED_QUEUE_URL: troubled.queueUrl,
    });
  }
}
