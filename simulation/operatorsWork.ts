import { z } from 'zod';
import type { JsonObject } from '../local/json.ts';
import { statusOf } from '../services/registration/registration.ts';
import type { Facts } from './facts.ts';
import type { World } from './world.ts';

const Queues = z.object({ QueueUrls: z.array(z.string()).default([]) });
const Messages = z.object({
  Messages: z
    .array(
      z.object({
        ReceiptHandle: z.string(),
        Body: z.string(),
        MessageAttributes: z
          .record(z.string(), z.object({ StringValue: z.string().optional() }))
          .default({}),
      }),
    )
    .default([]),
});
const FailureRecord = z.object({
  requestContext: z.object({ functionArn: z.string() }),
  requestPayload: z.json(),
});

/** Rounds of redriving; a healthy product needs one. */
const ROUNDS = 3;

const unversioned = (arn: string): string => arn.replace(/:\$LATEST$/, '');

/** Whom a dead letter was for, and what it was: as Lambda's destinations and EventBridge write it. */
const letterOf = (message: z.infer<typeof Messages>['Messages'][number]) => {
  const record = FailureRecord.safeParse(JSON.parse(message.Body));
  if (record.success) {
    const { requestContext, requestPayload } = record.data;
    return { to: unversioned(requestContext.functionArn), event: JSON.stringify(requestPayload) };
  }
  return { to: message.MessageAttributes['TARGET_ARN']?.StringValue, event: message.Body };
};

const redrive = async (world: World, queueUrl: string): Promise<number> => {
  const input: JsonObject = {
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    MessageAttributeNames: ['All'],
  };
  const { Messages: letters } = Messages.parse(await world.call('sqs', 'ReceiveMessage', input));
  for (const letter of letters) {
    const { to, event } = letterOf(letter);
    if (to === undefined) throw new Error(`a dead letter names no consumer: ${letter.Body}`);
    await world.call('lambda', 'Invoke', {
      FunctionName: to,
      InvocationType: 'Event',
      Payload: event,
    });
    await world.call('sqs', 'DeleteMessage', {
      QueueUrl: queueUrl,
      ReceiptHandle: letter.ReceiptHandle,
    });
  }
  return letters.length;
};

/** Redrives all dead letters until there are none. */
export const redriveAll = async (world: World, settle: () => Promise<void>): Promise<void> => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { QueueUrls } = Queues.parse(await world.call('sqs', 'ListQueues', {}));
    let count = 0;
    for (const url of QueueUrls) count += await redrive(world, url);
    if (count === 0) return;
    await settle();
  }
};

const NEWEST_FIRST = (a: string, b: string) => (a < b ? 1 : -1);

/** The registrations of which something is still there that should not be. */
export const stuckIn = ({ registrations }: Facts): string[] =>
  registrations
    .filter(
      ({ registration }) =>
        statusOf(registration) === 'failed' && (registration.failure?.stuck.length ?? 0) > 0,
    )
    .map(({ registration }) => registration.registrationId);

/** Replays what is stuck, as an operator does over the API; answers how many there were. */
export const replayStuck = async (
  world: World,
  facts: Facts,
  settle: () => Promise<void>,
): Promise<number> => {
  const stuck = facts.registrations.filter(({ registration }) =>
    stuckIn(facts).includes(registration.registrationId),
  );
  const replays = [...world.parts.places].find(
    ([name, place]) => place === 'provisioning/sagas' && !name.startsWith('arn:'),
  );
  let replayed = 0;
  for (const { registration } of stuck) {
    const executionName = facts.executions
      .map(({ name }) => name)
      .filter((name) => name.startsWith(registration.registeredEventId ?? '?'))
      .sort(NEWEST_FIRST)[0];
    const event = {
      httpMethod: 'POST',
      resource: '/sagas/{executionName}/replay',
      headers: {},
      pathParameters: { executionName },
      queryStringParameters: null,
      body: null,
      isBase64Encoded: false,
      requestContext: {
        requestId: 'simulation',
        authorizer: { userRole: 'SystemAdmin', userName: 'operator' },
      },
    };
    const FunctionName = replays?.[0] ?? '?';
    await world.parts.time.during(
      world.call('lambda', 'Invoke', { FunctionName, Payload: JSON.stringify(event) }),
    );
    replayed += 1;
  }
  if (replayed > 0) await settle();
  return replayed;
};
