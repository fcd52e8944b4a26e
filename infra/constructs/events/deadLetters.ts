import type { IConstruct } from 'constructs';
import { EventRoute } from './eventRoute.ts';

/**
 * Where the events are that consumers below this scope could not take, and to whom each goes again.
 * Queues of scheduled functions are not among them: their next run takes up what one has left.
 */
export const deadLettersIn = (scope: IConstruct) =>
  scope.node
    .findAll()
    .filter((construct) => construct instanceof EventRoute)
    .map(({ consumer, deadLetterQueue }) => ({
      consumer: consumer.node.id,
      queueUrl: deadLetterQueue.queueUrl,
      functionArn: consumer.function.functionArn,
    }));
