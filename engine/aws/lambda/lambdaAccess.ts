import { z } from 'zod';
import type { Engine } from '../../engine.ts';
import {
  type Access,
  forEach,
  type Permission,
  type PermissionsOf,
  passRole,
  permissions,
  requestTags,
} from '../../iam/access.ts';
import { functionArn, functionNameOf } from './functions/functionName.ts';
import { statementPrefix, statementsIn } from './functions/permissionOperations.ts';
import { mappingArn } from './sources/sourceMapping.ts';

const Named = z.looseObject({
  FunctionName: z.string(),
  Qualifier: z.string().optional(),
  Role: z.string().optional(),
  Tags: z.record(z.string(), z.string()).optional(),
  Principal: z.string().optional(),
});
type Named = z.infer<typeof Named>;

const tagging = (tags: Named['Tags'], resource: string): Permission[] =>
  tags ? [{ action: 'lambda:TagResource', resource, keys: requestTags(tags) }] : [];

const onFunction = (engine: Engine, action: string): PermissionsOf =>
  permissions(Named, (input) => {
    const name = functionNameOf(engine, input.FunctionName, input.Qualifier);
    const arn = functionArn(engine, name);
    const qualified = input.Qualifier !== undefined || input.FunctionName.endsWith(':$LATEST');
    const resource = qualified && action === 'InvokeFunction' ? `${arn}:$LATEST` : arn;
    const keys = { ...requestTags(input.Tags ?? {}), 'lambda:Principal': input.Principal };
    return [
      { action: `lambda:${action}`, resource, keys },
      ...passRole('lambda.amazonaws.com', input.Role),
      ...tagging(input.Tags, resource),
    ];
  });

const Mapped = z.looseObject({
  UUID: z.string().optional(),
  FunctionName: z.string().optional(),
  Tags: z.record(z.string(), z.string()).optional(),
});

/** One that is still to be made has no ARN to name. */
const onMapping = (engine: Engine, action: string): PermissionsOf =>
  permissions(Mapped, ({ UUID, FunctionName, Tags: tags }) => {
    const isNew = action === 'CreateEventSourceMapping';
    const resource = isNew ? '*' : mappingArn(engine, UUID ?? '');
    const FunctionArn =
      FunctionName === undefined
        ? undefined
        : functionArn(engine, functionNameOf(engine, FunctionName));
    const keys = { ...requestTags(tags ?? {}), 'lambda:FunctionArn': FunctionArn };
    return [
      { action: `lambda:${action}`, resource, keys },
      ...tagging(tags, mappingArn(engine, '*')),
    ];
  });

const MAPPING_OPERATIONS = [
  'CreateEventSourceMapping',
  'DeleteEventSourceMapping',
  'GetEventSourceMapping',
  'UpdateEventSourceMapping',
];

const FUNCTION_OPERATIONS = [
  'AddPermission',
  'CreateFunction',
  'DeleteFunction',
  'DeleteFunctionConcurrency',
  'DeleteFunctionEventInvokeConfig',
  'GetFunction',
  'GetFunctionConcurrency',
  'GetFunctionConfiguration',
  'GetFunctionEventInvokeConfig',
  'GetPolicy',
  'PutFunctionConcurrency',
  'PutFunctionEventInvokeConfig',
  'RemovePermission',
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
];

/** What Lambda's operations need, and functions' own policies. */
export const lambdaAccess = (engine: Engine): Access => {
  const statements = statementsIn(engine);
  return {
    refusal: { code: 'AccessDeniedException', status: 403 },
    permissions: {
      ...forEach(FUNCTION_OPERATIONS, (name) => onFunction(engine, name)),
      ...forEach(MAPPING_OPERATIONS, (name) => onMapping(engine, name)),
      Invoke: onFunction(engine, 'InvokeFunction'),
      ListEventSourceMappings: () => [{ action: 'lambda:ListEventSourceMappings', resource: '*' }],
      ListFunctions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
    },
    policyWrites: ['AddPermission', 'RemovePermission', 'DeleteFunction'],
    async resourcePolicy(resource) {
      const [, name] = /:function:([^:]+)$/.exec(resource) ?? [];
      if (name === undefined) return undefined;
      const kept = await statements.list({ prefix: statementPrefix(name) });
      if (kept.length === 0) return undefined;
      const Statement = kept.map(({ value }) => value);
      return JSON.stringify({ Version: '2012-10-17', Statement });
    },
  };
};
