import { z } from 'zod';
import type { Engine } from '../../../engine.ts';
import { roleSession } from '../../../iam/roles.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { functionArn } from '../functions/functionName.ts';
import type { Delivery } from './queuedEvent.ts';

type Send = { service: string; operation: string; input: JsonObject };

const ANSWER_LIMIT_MS = 60_000;

const PutEventsAnswer = z.object({
  FailedEntryCount: z.number(),
  Entries: z.array(
    z.object({ ErrorCode: z.string().optional(), ErrorMessage: z.string().optional() }),
  ),
});

const queueMessage = (engine: Engine, arn: string, record: string): Send => {
  const [accountId, queueName] = arn.split(':').slice(4);
  const QueueUrl = `${engine.endpoint}/${accountId}/${queueName}`;
  return { service: 'sqs', operation: 'SendMessage', input: { QueueUrl, MessageBody: record } };
};

const invocation = (arn: string, record: string): Send => ({
  service: 'lambda',
  operation: 'Invoke',
  input: { FunctionName: arn, InvocationType: 'Event', Payload: record },
});

const busEvent = (source: string, { destination, condition, record }: Delivery): Send => {
  const result = condition === 'Success' ? 'Success' : 'Failure';
  const entry = {
    Source: 'lambda',
    DetailType: `Lambda Function Invocation Result - ${result}`,
    EventBusName: destination,
    Resources: [destination, `${source}:$LATEST`],
    Detail: record,
  };
  return { service: 'events', operation: 'PutEvents', input: { Entries: [entry] } };
};

const sendTo = (engine: Engine, source: string, delivery: Delivery): Send => {
  const { destination, record } = delivery;
  if (destination.includes(':sqs:')) return queueMessage(engine, destination, record);
  if (destination.includes(':lambda:')) return invocation(destination, record);
  return busEvent(source, delivery);
};

const inTime = async <T>(clock: Clock, work: Promise<T>): Promise<T> => {
  let give: (error: Error) => void = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    give = reject;
  });
  const timer = clock.after(ANSWER_LIMIT_MS, () => give(new Error('the destination is silent')));
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.cancel();
  }
};

/** Sends an event's result to its destination, as the function's role. Rejects when it is not taken. */
export const deliver = async (
  engine: Engine,
  functionName: string,
  delivery: Delivery,
): Promise<void> => {
  const send = sendTo(engine, functionArn(engine, functionName), delivery);
  const principal = roleSession(delivery.role, functionName, {
    service: 'lambda.amazonaws.com',
    sourceArn: functionArn(engine, functionName),
  });
  const answer = await inTime(engine.clock, engine.call({ ...send, principal }));
  if (send.service !== 'events') return;
  const { FailedEntryCount, Entries } = PutEventsAnswer.parse(answer);
  if (FailedEntryCount > 0) {
    throw new Error(`the bus took no result: ${Entries[0]?.ErrorCode} ${Entries[0]?.ErrorMessage}`);
  }
};
