import type { ServiceFactory } from '../../engine/endpoint/serviceFactory.ts';
import type { JsonObject } from '../../engine/kernel/json.ts';

type Call = [operation: string, input: JsonObject];
type Answers = Record<string, (input: JsonObject) => JsonObject>;

const recorder =
  (signingName: string, answers: Answers, calls: Call[]): ServiceFactory =>
  () => ({
    signingName,
    protocol: { kind: 'json' },
    operations: Object.fromEntries(
      Object.entries(answers).map(([operation, answer]) => [
        operation,
        async (input: JsonObject) => {
          calls.push([operation, input]);
          return answer(input);
        },
      ]),
    ),
  });

/** Services that only record what they are asked; `taken` hands the calls over and forgets them. */
export const recordedServices = () => {
  const calls: Call[] = [];
  const services = [
    recorder(
      'sqs',
      {
        CreateQueue: ({ QueueName }) => ({ QueueUrl: `https://sqs/${QueueName}` }),
        SetQueueAttributes: () => ({}),
        DeleteQueue: () => ({}),
      },
      calls,
    ),
    recorder('ssm', { PutParameter: () => ({}), DeleteParameter: () => ({}) }, calls),
    recorder(
      'apigateway',
      {
        CreateRestApi: () => ({ id: 'abc123', rootResourceId: 'root' }),
        CreateUsagePlanKey: () => ({}),
      },
      calls,
    ),
  ];
  return { services, taken: () => calls.splice(0) };
};

/** A queue's declaration in a template. */
export const queue = (QueueName: string, more: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName },
  ...more,
});

/** A parameter's declaration in a template. */
export const parameter = (Name: string, Value: unknown) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name, Type: 'String', Value },
});
