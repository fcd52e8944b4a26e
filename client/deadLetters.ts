import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type DeadLetter, type DeadLetterQueue, deadLetterOf } from './deadLetter.ts';

/** How long nobody else sees what is being looked at, should this end before it lets go. */
const HELD_SECONDS = 300;
/** Asks all of SQS's servers; an answer without waiting may leave messages out. */
const WAIT_SECONDS = 1;

const ACCEPTED = 202;

type Held = { letter: DeadLetter; receipt: string | undefined };

/** Takes everything that is in a queue now; each message is the caller's to delete or let go. */
const hold = async (sqs: SQSClient, queue: DeadLetterQueue): Promise<Held[]> => {
  const held = new Map<string, Held>();
  for (;;) {
    const receive = new ReceiveMessageCommand({
      QueueUrl: queue.queueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: HELD_SECONDS,
      WaitTimeSeconds: WAIT_SECONDS,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['SentTimestamp', 'DeadLetterQueueSourceArn'],
    });
    const { Messages = [] } = await sqs.send(receive);
    if (Messages.length === 0) return [...held.values()];
    for (const message of Messages) held.set(message.MessageId ?? '', heldOf(queue, message));
  }
};

const heldOf = (queue: DeadLetterQueue, message: Message): Held => ({
  letter: deadLetterOf(queue, message),
  receipt: message.ReceiptHandle,
});

const letGo = async (sqs: SQSClient, { letter, receipt }: Held): Promise<void> => {
  const { queueUrl: QueueUrl } = letter.queue;
  const visible = { QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 };
  await sqs.send(new ChangeMessageVisibilityCommand(visible));
};

const remove = async (sqs: SQSClient, { letter, receipt }: Held): Promise<void> => {
  const { queueUrl: QueueUrl } = letter.queue;
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
};

const holdAll = async (sqs: SQSClient, queues: readonly DeadLetterQueue[]): Promise<Held[]> => {
  const held = await Promise.all(queues.map((queue) => hold(sqs, queue)));
  return held.flat().sort((a, b) => a.letter.sentAt.getTime() - b.letter.sentAt.getTime());
};

/** All messages of these queues, oldest first. They stay where they are. */
export const listDeadLetters = async (
  sqs: SQSClient,
  queues: readonly DeadLetterQueue[],
): Promise<DeadLetter[]> => {
  const held = await holdAll(sqs, queues);
  for (const each of held) await letGo(sqs, each);
  return held.map(({ letter }) => letter);
};

/** Deletes these messages of the queues, and no others; answers those that were there. Their events are lost. */
export const discard = async (
  sqs: SQSClient,
  queues: readonly DeadLetterQueue[],
  messageIds: readonly string[],
): Promise<DeadLetter[]> => {
  const held = await holdAll(sqs, queues);
  const isChosen = ({ letter }: Held) => messageIds.includes(letter.messageId);
  for (const each of held) await (isChosen(each) ? remove : letGo)(sqs, each);
  return held.filter(isChosen).map(({ letter }) => letter);
};

export type Redriven = {
  redriven: DeadLetter[];
  /** Still in their queues, and why. */
  refused: { letter: DeadLetter; reason: string }[];
};

type Clients = { sqs: SQSClient; lambda: LambdaClient };

/** Lambda queues the event for its function. */
const invoke = async (
  { lambda }: Clients,
  FunctionName: string,
  Payload: string,
): Promise<string | undefined> => {
  const command = new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload });
  const { StatusCode } = await lambda.send(command);
  return StatusCode === ACCEPTED ? undefined : `Lambda answered ${StatusCode}`;
};

/** Hands the event to its consumer, as its rule does. */
const handOver = async (clients: Clients, letter: DeadLetter): Promise<string | undefined> => {
  const { functionArn, sourceUrl: QueueUrl } = letter.queue;
  const MessageBody = JSON.stringify(letter.event);
  if (functionArn !== undefined) return invoke(clients, functionArn, MessageBody);
  if (QueueUrl === undefined) return 'nobody in this deployment takes it';
  await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  return undefined;
};

/** Sends the event to its consumer again. Answers why that was not accepted; undefined when it was. */
const sendAgain = async (clients: Clients, letter: DeadLetter): Promise<string | undefined> => {
  if (!letter.event) return 'the message holds no event';
  try {
    return await handOver(clients, letter);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
};

const redriven = async (clients: Clients, held: Held): Promise<string | undefined> => {
  const reason = await sendAgain(clients, held.letter);
  await (reason === undefined ? remove : letGo)(clients.sqs, held);
  return reason;
};

/**
 * Sends the chosen messages' events to their consumers again. A message is deleted once its event was
 * accepted, never before: a crash between the two leaves an event twice, which consumers dedupe, not
 * lost. One that fails again comes back as a new message.
 */
export const redrive = async (
  clients: Clients,
  queues: readonly DeadLetterQueue[],
  chosen: (letter: DeadLetter) => boolean,
): Promise<Redriven> => {
  const result: Redriven = { redriven: [], refused: [] };
  const { sqs } = clients;
  for (const each of await holdAll(sqs, queues)) {
    const { letter } = each;
    if (!chosen(letter)) {
      await letGo(sqs, each);
      continue;
    }
    const reason = await redriven(clients, each);
    if (reason === undefined) result.redriven.push(letter);
    else result.refused.push({ letter, reason });
  }
  return result;
};
