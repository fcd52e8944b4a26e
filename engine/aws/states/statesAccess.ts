import { z } from 'zod';
import type { Engine } from '../../engine.ts';
import {
  type Access,
  forEach,
  type PermissionsOf,
  passRole,
  permissions,
  requestTags,
} from '../../iam/access.ts';
import { arnOfMachine } from './arns.ts';
import type { MachineStore } from './machineStore.ts';

const STATES = 'states.amazonaws.com';

const Tags = z
  .array(z.looseObject({ key: z.string(), value: z.string() }))
  .transform((tags) => Object.fromEntries(tags.map(({ key, value }) => [key, value])));

const OfMachine = z.looseObject({ stateMachineArn: z.string(), roleArn: z.string().optional() });
const OfExecution = z.looseObject({ executionArn: z.string() });
const NewMachine = z.looseObject({
  name: z.string(),
  roleArn: z.string().optional(),
  tags: Tags.optional(),
});
const Tagged = z.looseObject({
  resourceArn: z.string(),
  tags: Tags.optional(),
  tagKeys: z.array(z.string()).optional(),
});

const onMachine = (operation: string): PermissionsOf =>
  permissions(OfMachine, ({ stateMachineArn, roleArn }) => [
    { action: `states:${operation}`, resource: stateMachineArn },
    ...passRole(STATES, roleArn),
  ]);

const onExecution = (operation: string): PermissionsOf =>
  permissions(OfExecution, ({ executionArn }) => [
    { action: `states:${operation}`, resource: executionArn },
  ]);

const createMachine = (engine: Engine): PermissionsOf =>
  permissions(NewMachine, ({ name, roleArn, tags = {} }) => {
    const asked = { resource: arnOfMachine(engine, name), keys: requestTags(tags) };
    const tag = { action: 'states:TagResource', ...asked };
    return [
      { action: 'states:CreateStateMachine', ...asked },
      ...(Object.keys(tags).length > 0 ? [tag] : []),
      ...passRole(STATES, roleArn),
    ];
  });

const onTags = (operation: string): PermissionsOf =>
  permissions(Tagged, ({ resourceArn, tags = {}, tagKeys }) => [
    {
      action: `states:${operation}`,
      resource: resourceArn,
      keys: requestTags(tags, tagKeys),
    },
  ]);

const MACHINE = [
  'DeleteStateMachine',
  'DescribeStateMachine',
  'ListExecutions',
  'StartExecution',
  'UpdateStateMachine',
];

const EXECUTION = [
  'DescribeExecution',
  'DescribeStateMachineForExecution',
  'GetExecutionHistory',
  'StopExecution',
];

/** What Step Functions' operations need. */
export const statesAccess = (engine: Engine, machines: MachineStore): Access => ({
  refusal: { code: 'AccessDeniedException', status: 400 },
  permissions: {
    ...forEach(MACHINE, onMachine),
    ...forEach(EXECUTION, onExecution),
    ...forEach(['TagResource', 'UntagResource', 'ListTagsForResource'], onTags),
    CreateStateMachine: createMachine(engine),
    ListStateMachines: () => [{ action: 'states:ListStateMachines', resource: '*' }],
  },
  async resourceTags(resource) {
    const tags = (await machines.find(resource))?.tags ?? [];
    return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
  },
});
