import { z } from 'zod';
import { given, without } from '../properties.ts';
import { type Actions, provide } from '../provider.ts';

const LONGEST_NAME = 1011;

const Parameter = z.strictObject({
  Name: z.string().optional(),
  Type: z.string(),
  Value: z.string(),
  Description: given,
  AllowedPattern: given,
  DataType: given,
  Policies: given,
  Tags: z.record(z.string(), z.string()).optional(),
  Tier: given,
});

const parameter: Actions<z.infer<typeof Parameter>> = {
  async create(properties, { call, name }) {
    const Name = properties.Name ?? name(LONGEST_NAME);
    const { Type, Value } = properties;
    await call('ssm', 'PutParameter', { ...without(properties, 'Tags'), Name, Overwrite: true });
    return { physicalId: Name, attributes: { Type, Value } };
  },
  update: (properties, _existing, context) => parameter.create(properties, context),
  async delete(existing, { call }) {
    await call('ssm', 'DeleteParameter', { Name: existing.physicalId });
  },
};

/** Parameters. */
export const ssmResources = { 'AWS::SSM::Parameter': provide(Parameter, parameter) };
