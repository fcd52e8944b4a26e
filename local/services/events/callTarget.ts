import { z } from 'zod';
import type { Engine } from '../../engine.ts';
import type { AwsCall, Principal } from '../../gateway/call.ts';
import { AwsError } from '../../gateway/errors.ts';
import { roleSession } from '../../iam/roles.ts';
import { JsonObject } from '../../json.ts';
import type { Delivery, Failure } from './delivery.ts';
import { failureOf, TIMED_OUT } from './deliveryFailure.ts';
import { kindOf } from './target.ts';
import { targetInput } from './targetInput.ts';

type Call = Omit<AwsCall, 'principal'>;

const TIMEOUT_MS = 30_000;

const Envelope = z.object({
  source: z.string(),
  'detail-type': z.string(),
  detail: JsonObject,
  resources: z.array(z.string()),
  time: z.string(),
});

const PutEventsAnswer = z.object({
  Entries: z.array(
    z.object({ ErrorCode: z.string().optional(), ErrorMessage: z.string().optional() }),
  ),
});

/** EventBridge itself, acting for a rule. */
export const onBehalfOf = (ruleArn: string): Principal => ({
  kind: 'service',
  service: 'events.amazonaws.com',
  sourceArn: ruleArn,
});

/** The URL under which a queue is called that is named by its ARN. */
export const queueUrlOf = (engine: Engine, arn: string): string =>
  [engine.endpoint, ...arn.split(':').slice(-2)].join('/');

const forwarding = ({ target, event }: Delivery): Call => {
  const { source, detail, resources, time, ...rest } = Envelope.parse(event);
  const entry = {
    EventBusName: target.Arn,
    Source: source,
    DetailType: rest['detail-type'],
    Detail: JSON.stringify(detail),
    Resources: resources,
    Time: Date.parse(time) / 1000,
  };
  return { service: 'events', operation: 'PutEvents', input: { Entries: [entry] } };
};

const callOf = (engine: Engine, delivery: Delivery): Call => {
  const { Arn: arn } = delivery.target;
  const text = () => targetInput(delivery.target, delivery);
  switch (kindOf(arn)) {
    case 'lambda': {
      const input = { FunctionName: arn, InvocationType: 'Event', Payload: text() };
      return { service: 'lambda', operation: 'Invoke', input };
    }
    case 'sqs': {
      const input = { QueueUrl: queueUrlOf(engine, arn), MessageBody: text() };
      return { service: 'sqs', operation: 'SendMessage', input };
    }
    case 'states': {
      const input = { stateMachineArn: arn, input: text() };
      return { service: 'states', operation: 'StartExecution', input };
    }
    case 'events':
      return forwarding(delivery);
  }
};

const principalOf = ({ target, ruleArn }: Delivery): Principal =>
  target.RoleArn === undefined || kindOf(target.Arn) === 'lambda'
    ? onBehalfOf(ruleArn)
    : roleSession(target.RoleArn, 'EventBridge');

/** PutEvents answers 200 even when it took nothing. */
const readAnswer = (call: Call, answer: JsonObject): void => {
  if (call.operation !== 'PutEvents') return;
  const [entry] = PutEventsAnswer.parse(answer).Entries;
  if (entry?.ErrorCode) throw new AwsError(entry.ErrorCode, entry.ErrorMessage ?? '');
};

/** Waits for an answer as long as EventBridge would; one that never comes must not hold a place. */
const inTime = <T>(engine: Engine, answer: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = engine.clock.after(TIMEOUT_MS, () => reject(TIMED_OUT));
    answer.then(resolve, reject).finally(() => timer.cancel());
  });

/** Makes one call with its answer in time. Answers the failure, undefined when there is none. */
export const attempt = async (engine: Engine, call: AwsCall): Promise<Failure | undefined> => {
  try {
    readAnswer(call, await inTime(engine, engine.call(call)));
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
};

/** One attempt to deliver. */
export const callTarget = async (
  engine: Engine,
  delivery: Delivery,
): Promise<Failure | undefined> =>
  attempt(engine, { ...callOf(engine, delivery), principal: principalOf(delivery) });
