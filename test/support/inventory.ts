import { z } from 'zod';
import { physicalName } from '../../engine/cloudformation/physicalName.ts';
import type { JsonObject } from '../../engine/kernel/json.ts';
import type { testEngine } from './testEngine.ts';

type Engine = Awaited<ReturnType<typeof testEngine>>;

const Apis = z.array(z.object({ id: z.string() }));

/** The name that the loader gives to a resource of stack Acme. */
export const named = (logicalId: string, maxLength: number): string =>
  physicalName('Acme', logicalId, maxLength);

/**
 * What an account holds after `applicationTemplate`: how many of each thing, and the settings that
 * take a call of their own. Ids and times are left out, so that two accounts compare.
 */
export const inventory = async ({ call }: Engine) => {
  const lists = async (service: string, operation: string, input: JsonObject = {}) =>
    Object.values(await call(service, operation, input)).find(Array.isArray) ?? [];
  const apis = Apis.parse(await lists('apigateway', 'GetRestApis'));
  const RoleName = named('Role', 64);
  const FunctionName = named('Function', 64);
  const counted = await Promise.all([
    lists('iam', 'ListRoles'),
    lists('iam', 'ListRolePolicies', { RoleName }),
    lists('iam', 'ListAttachedRolePolicies', { RoleName }),
    lists('dynamodb', 'ListTables'),
    lists('sqs', 'ListQueues'),
    lists('lambda', 'ListFunctions'),
    lists('states', 'ListStateMachines'),
    lists('cognito-idp', 'ListUserPools', { MaxResults: 60 }),
    lists('apigateway', 'GetUsagePlans'),
    lists('apigateway', 'GetApiKeys'),
    lists('events', 'ListRules', { EventBusName: 'acme' }),
    lists('events', 'ListTargetsByRule', { EventBusName: 'acme', Rule: named('Rule', 64) }),
  ]);
  const sizes = await Promise.all(
    apis.map(async ({ id: restApiId }) => {
      const resources = await lists('apigateway', 'GetResources', { restApiId });
      const stages = await lists('apigateway', 'GetStages', { restApiId });
      return `${resources.length} resources, ${stages.length} stages`;
    }),
  );
  const queue = await call('sqs', 'GetQueueUrl', { QueueName: named('Queue', 80) });
  const { Policy: permissions } = await call('lambda', 'GetPolicy', { FunctionName });
  return {
    apis: sizes.sort(),
    counts: counted.map((list) => list.length),
    timeToLive: await call('dynamodb', 'DescribeTimeToLive', { TableName: named('Table', 255) }),
    queuePolicy: await call('sqs', 'GetQueueAttributes', { ...queue, AttributeNames: ['Policy'] }),
    concurrency: await call('lambda', 'GetFunctionConcurrency', { FunctionName }),
    permissions,
  };
};
