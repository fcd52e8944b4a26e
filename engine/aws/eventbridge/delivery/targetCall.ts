import { z } from 'zod';
import type { AwsCall, Principal } from '../../../endpoint/call.ts';
import type { Engine } from '../../../engine.ts';
import { roleSession } from '../../../iam/roles.ts';
import { JsonObject } from '../../../kernel/json.ts';
import { kindOf } from '../rules/target.ts';
import { targetInput } from '../rules/targetInput.ts';
import type { Delivery } from './delivery.ts';

type Request = Omit<AwsCall, 'principal'>;

const Envelope = z.object({
  source: z.string(),
  'detail-type': z.string(),
  detail: JsonObject,
  resources: z.array(z.string()),
  time: z.string(),
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

const forwarding = ({ target, event }: Delivery): Request => {
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

const requestOf = (engine: Engine, delivery: Delivery): Request => {
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
    : roleSession(target.RoleArn, 'EventBridge', {
        service: 'events.amazonaws.com',
        sourceArn: ruleArn,
      });

/** The call that delivers. */
export const callOf = (engine: Engine, delivery: Delivery): AwsCall => ({
  ...requestOf(engine, delivery),
  principal: principalOf(delivery),
});
