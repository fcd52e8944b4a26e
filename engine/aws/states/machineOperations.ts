import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { type Operation, operation } from '../../endpoint/service.ts';
import type { Engine } from '../../engine.ts';
import { Turns } from '../../kernel/turns.ts';
import { arnOfMachine, stateMachineArn, validName } from './arns.ts';
import { parseDefinition } from './definition/definition.ts';
import { definitionIdOf, type MachineStore } from './machineStore.ts';
import { keyIn, limitOf, pageFields, pageOf } from './page.ts';
import { StateMachine } from './records.ts';

const Tags = z.array(z.object({ key: z.string(), value: z.string() }));
const settings = StateMachine.pick({
  loggingConfiguration: true,
  tracingConfiguration: true,
  encryptionConfiguration: true,
}).shape;
const RoleArn = z.string().regex(/^arn:aws:iam::\d{12}:role\/.+$/, 'Invalid Role Arn');
const Unpublished = z.literal(false, 'the local engine does not support publish').optional();

const Create = z.object({
  name: z.string(),
  definition: z.string(),
  roleArn: RoleArn,
  type: z.string().default('STANDARD'),
  tags: Tags.default([]),
  publish: Unpublished,
  ...settings,
});

const Update = z.object({
  stateMachineArn: z.string(),
  definition: z.string().optional(),
  roleArn: RoleArn.optional(),
  publish: Unpublished,
  ...settings,
});

const ByArn = z.object({ stateMachineArn: z.string() });
const List = z.object(pageFields);

const sameMachine = (known: StateMachine, wanted: StateMachine): boolean => {
  const told = ({ definition, loggingConfiguration, tracingConfiguration }: StateMachine) => ({
    definition,
    loggingConfiguration,
    tracingConfiguration,
  });
  return isDeepStrictEqual(told(known), told(wanted));
};

const create =
  (engine: Engine, machines: MachineStore) => async (input: z.infer<typeof Create>) => {
    const { type, publish: _, ...given } = input;
    if (type !== 'STANDARD') {
      const message = `the local engine does not support state machines of type ${type}`;
      throw new AwsError('StateMachineTypeNotSupported', message);
    }
    parseDefinition(given.definition);
    const arn = arnOfMachine(engine, validName(given.name));
    const wanted = {
      ...given,
      stateMachineArn: arn,
      definitionId: definitionIdOf(given.definition),
      creationDate: engine.clock.now(),
    };
    const known = await machines.find(arn);
    if (known && !sameMachine(known, wanted)) {
      throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
    }
    if (!known) await machines.put(wanted);
    const { creationDate } = known ?? wanted;
    return { stateMachineArn: arn, creationDate: creationDate / 1_000 };
  };

/** The state machine of an ARN. Throws InvalidArn or StateMachineDoesNotExist. */
export const machineOf = async (machines: MachineStore, arn: string): Promise<StateMachine> => {
  const machine = await machines.find(stateMachineArn(arn));
  if (machine) return machine;
  throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
};

const update =
  (engine: Engine, machines: MachineStore) => async (input: z.infer<typeof Update>) => {
    const { stateMachineArn: arn, publish: _, ...given } = input;
    const known = await machineOf(machines, arn);
    if (Object.values(given).every((value) => value === undefined)) {
      const message = 'Either the definition, the role ARN, or a configuration must be specified';
      throw new AwsError('MissingRequiredParameter', message);
    }
    const definition = given.definition ?? known.definition;
    parseDefinition(definition);
    const revisionId = engine.random.uuid();
    await machines.put({
      ...known,
      ...given,
      roleArn: given.roleArn ?? known.roleArn,
      definition,
      definitionId: definitionIdOf(definition),
      revisionId,
    });
    return { updateDate: engine.clock.now() / 1_000, revisionId };
  };

const describe = (machines: MachineStore) => async (input: z.infer<typeof ByArn>) => {
  const {
    definitionId: _,
    tags: __,
    ...machine
  } = await machineOf(machines, input.stateMachineArn);
  return {
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    ...machine,
    status: 'ACTIVE',
    type: 'STANDARD',
    creationDate: machine.creationDate / 1_000,
  };
};

const list = (machines: MachineStore) => async (input: z.infer<typeof List>) => {
  const limit = limitOf(input.maxResults);
  const after = keyIn(input.nextToken);
  const found = await machines.list({
    limit: limit + 1,
    ...(after !== undefined && { after }),
  });
  const { page, token } = pageOf(found, limit);
  const stateMachines = page.map(({ value: { stateMachineArn: arn, name, creationDate } }) => ({
    stateMachineArn: arn,
    name,
    type: 'STANDARD',
    creationDate: creationDate / 1_000,
  }));
  return { stateMachines, ...token };
};

/**
 * State machines. A deleted one is gone at once, while its executions run to their end: AWS says
 * DELETING for as long.
 */
export const machineOperations = (
  engine: Engine,
  machines: MachineStore,
): Record<string, Operation> => {
  const turns = new Turns();
  return {
    CreateStateMachine: operation(Create, (input) =>
      turns.take(arnOfMachine(engine, input.name), () => create(engine, machines)(input)),
    ),
    UpdateStateMachine: operation(Update, (input) =>
      turns.take(input.stateMachineArn, () => update(engine, machines)(input)),
    ),
    DescribeStateMachine: operation(ByArn, describe(machines)),
    ListStateMachines: operation(List, list(machines)),
    DeleteStateMachine: operation(ByArn, async ({ stateMachineArn: arn }) => {
      await turns.take(arn, () => machines.delete(stateMachineArn(arn)));
      return {};
    }),
  };
};
