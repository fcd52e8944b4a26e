import type { IConstruct } from 'constructs';
import { EventRoute } from './eventRoute.ts';
import { UnknownVersions } from './unknownVersions.ts';

/**
 * Where the events are that consumers below this scope could not take, and to whom each goes again;
 * those of unknown versions go to nobody. Queues of scheduled functions are not among them: their
 * next run takes up what one has left.
 */
export const deadLettersIn = (scope: IConstruct) => {
  const all = scope.node.findAll();
  const ofConsumers = all
    .filter((construct) => construct instanceof EventRoute)
    .map(({ consumer, deadLetterQueue, queue }) => ({
      consumer: consumer.node.id,
      queueUrl: deadLetterQueue.queueUrl,
      ...(queue ? { sourceUrl: queue.queueUrl } : { functionArn: consumer.function.functionArn }),
    }));
  const ofNobody = all
    .filter((construct) => construct instanceof UnknownVersions)
    .map(({ node, deadLetterQueue }) => ({
      consumer: node.id,
      queueUrl: deadLetterQueue.queueUrl,
    }));
  return [...ofConsumers, ...ofNobody];
};
