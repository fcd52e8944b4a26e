import type { AwsCall } from '../../../endpoint/call.ts';
import type { Engine } from '../../../engine.ts';
import type { Delivery, LastFailure } from './delivery.ts';
import { onBehalfOf, queueUrlOf } from './targetCall.ts';

const attributesOf = (delivery: Delivery, failure: LastFailure) => {
  const values: Record<string, string> = {
    RULE_ARN: delivery.ruleArn,
    TARGET_ARN: delivery.target.Arn,
    ERROR_CODE: failure.code,
    ERROR_MESSAGE: failure.message,
    RETRY_ATTEMPTS: String(delivery.attempts - 1),
    ...(failure.condition !== undefined && { EXHAUSTED_RETRY_CONDITION: failure.condition }),
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { DataType: 'String', StringValue: value },
    ]),
  );
};

/** The call that sends the event itself, not the target's input, to the dead-letter queue. */
export const deadLetterCall = (
  engine: Engine,
  delivery: Delivery,
  { failure, queueArn }: { failure: LastFailure; queueArn: string },
): AwsCall => ({
  service: 'sqs',
  operation: 'SendMessage',
  input: {
    QueueUrl: queueUrlOf(engine, queueArn),
    MessageBody: JSON.stringify(delivery.event),
    MessageAttributes: attributesOf(delivery, failure),
  },
  principal: onBehalfOf(delivery.ruleArn),
});
