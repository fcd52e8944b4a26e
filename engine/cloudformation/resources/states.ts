import { z } from 'zod';
import { type JsonObject, JsonValue } from '../../kernel/json.ts';
import { unlessAbsent } from '../absence.ts';
import { camelNamesDeep, given, textOf } from '../properties.ts';
import { type Actions, type Made, provide, type ResourceContext } from '../provider.ts';
import { substitute } from '../template/substitute.ts';

const LONGEST_NAME = 80;

const StateMachine = z.strictObject({
  StateMachineName: z.string().optional(),
  StateMachineType: z.string().default('STANDARD'),
  RoleArn: z.string(),
  Definition: z.record(z.string(), JsonValue).optional(),
  DefinitionString: z.string().optional(),
  DefinitionSubstitutions: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({}),
  EncryptionConfiguration: given,
  LoggingConfiguration: given,
  Tags: given,
  TracingConfiguration: given,
});
type StateMachine = z.infer<typeof StateMachine>;

/** Placeholders without a substitution are kept: they are JSONata's or JSONPath's own text. */
const definitionOf = (machine: StateMachine): string => {
  const { Definition, DefinitionString, DefinitionSubstitutions: values } = machine;
  const text = DefinitionString ?? JSON.stringify(Definition ?? {});
  return Object.keys(values).length === 0
    ? text
    : substitute(text, (name) => String(values[name] ?? `\${${name}}`));
};

const OPTIONAL = [
  'EncryptionConfiguration',
  'LoggingConfiguration',
  'TracingConfiguration',
] as const;

const settingsOf = (machine: StateMachine): JsonObject => {
  const set = OPTIONAL.filter((name) => machine[name] !== undefined);
  const optional = Object.fromEntries(set.map((name) => [name, machine[name]]));
  const names = z.record(z.string(), JsonValue).parse(camelNamesDeep(optional));
  return { definition: definitionOf(machine), roleArn: machine.RoleArn, ...names };
};

const nameOf = (machine: StateMachine, { name }: ResourceContext): string =>
  machine.StateMachineName ?? name(LONGEST_NAME);

const madeOf = (arn: string, name: string): Made => ({
  physicalId: arn,
  attributes: { Arn: arn, Name: name },
});

const stateMachine: Actions<StateMachine> = {
  async create(properties, context) {
    const name = nameOf(properties, context);
    const input = { name, type: properties.StateMachineType, ...settingsOf(properties) };
    const answer = await context.call('states', 'CreateStateMachine', input);
    return madeOf(textOf(answer, 'stateMachineArn'), name);
  },
  find: (properties, context) =>
    unlessAbsent(async () => {
      const name = nameOf(properties, context);
      const stateMachineArn = `arn:aws:states:${context.region}:${context.accountId}:stateMachine:${name}`;
      await context.call('states', 'DescribeStateMachine', { stateMachineArn });
      return madeOf(stateMachineArn, name);
    }),
  async update(properties, existing, { call }) {
    const input = { stateMachineArn: existing.physicalId, ...settingsOf(properties) };
    await call('states', 'UpdateStateMachine', input);
    return existing;
  },
  async delete({ physicalId: stateMachineArn }, { call }) {
    await call('states', 'DeleteStateMachine', { stateMachineArn });
  },
};

/** State machines. */
export const statesResources = {
  'AWS::StepFunctions::StateMachine': provide(StateMachine, stateMachine),
};
