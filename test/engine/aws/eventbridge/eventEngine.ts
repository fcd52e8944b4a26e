import { events } from '../../../../engine/aws/eventbridge/events.ts';
import { sqs } from '../../../../engine/aws/sqs/sqs.ts';
import type { AwsCall } from '../../../../engine/endpoint/call.ts';
import type { ServiceFactory } from '../../../../engine/endpoint/serviceFactory.ts';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { openAccess, trustingSts } from '../../../support/openAccess.ts';
import { testEngine } from '../../../support/testEngine.ts';
import { virtualClock } from '../../../support/virtualClock.ts';

/** Stands where a target's service will be: keeps what it is called with. */
const receiver =
  (signingName: string, operation: string, calls: Omit<AwsCall, 'service'>[]): ServiceFactory =>
  () => ({
    signingName,
    protocol: { kind: 'json' },
    access: openAccess(signingName, [operation]),
    operations: {
      [operation]: async (input, { principal }) => {
        calls.push({ operation, input, principal });
        return {};
      },
    },
  });

/** A resource policy that lets EventBridge in. */
export const admitting = (what: { Action: string; Resource: string }): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, ...what }],
  });

export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';
export const MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:m';
export const ROLE_ARN = 'arn:aws:iam::000000000000:role/events-role';

/** A started engine with EventBridge, SQS and receivers for the other targets. */
export const eventEngine = async (options: { directory?: string; start?: number } = {}) => {
  const time = virtualClock(options.start);
  const invoked: Omit<AwsCall, 'service'>[] = [];
  const started: Omit<AwsCall, 'service'>[] = [];
  const engine = await testEngine(
    [
      events,
      sqs,
      trustingSts,
      receiver('lambda', 'Invoke', invoked),
      receiver('states', 'StartExecution', started),
    ],
    { clock: time.clock, ...(options.directory && { directory: options.directory }) },
  );
  const call = (operation: string, input: JsonObject) => engine.call('events', operation, input);
  return {
    ...engine,
    ...time,
    invoked,
    started,
    events: call,
    /** A rule for one source on the default bus, with one target. */
    async route(source: string, target: JsonObject) {
      await call('PutRule', { Name: source, EventPattern: JSON.stringify({ source: [source] }) });
      await call('PutTargets', { Rule: source, Targets: [{ Id: 'target', ...target }] });
    },
    publish: (source: string, more: JsonObject = {}) =>
      call('PutEvents', {
        Entries: [{ Source: source, DetailType: 'Happened', Detail: '{"a":1}', ...more }],
      }),
    /** Lets the time that is needed pass, a second at a step, until it is so. */
    async until(isSo: () => unknown) {
      while (!(await isSo())) await time.advance(1000);
    },
    async queue(name: string) {
      const Resource = `arn:aws:sqs:us-east-1:000000000000:${name}`;
      const Policy = admitting({ Action: 'sqs:SendMessage', Resource });
      await engine.call('sqs', 'CreateQueue', { QueueName: name, Attributes: { Policy } });
      return Resource;
    },
    /** What is in a queue once something is. */
    async buried(name: string) {
      const receive = () =>
        engine.call('sqs', 'ReceiveMessage', {
          QueueUrl: `${engine.engine.endpoint}/000000000000/${name}`,
          MessageAttributeNames: ['All'],
          MaxNumberOfMessages: 10,
        });
      let answer = await receive();
      while (!answer['Messages']) {
        await time.advance(1000);
        answer = await receive();
      }
      return answer['Messages'];
    },
  };
};
