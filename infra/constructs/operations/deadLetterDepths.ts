import { Duration, Stack } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { allIn } from '../allIn.ts';
import { DeadLetterQueue } from '../events/deadLetterQueue.ts';

const most = { statistic: 'Maximum', period: Duration.minutes(5) };

const isQueue = (each: IConstruct) => each instanceof DeadLetterQueue;

/** The depth of every dead-letter queue that a scope's stack has by now, by its place in the stack. */
export const deadLetterDepths = (scope: IConstruct): ReadonlyMap<string, IMetric> =>
  new Map(
    allIn(Stack.of(scope), isQueue).map(([place, queue]) => [
      place,
      queue.metricApproximateNumberOfMessagesVisible(most),
    ]),
  );
