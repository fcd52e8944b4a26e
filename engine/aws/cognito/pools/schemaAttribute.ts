import { z } from 'zod';
import { invalidParameter } from '../errors.ts';

const StringConstraints = z.strictObject({
  MinLength: z.string().regex(/^\d+$/).optional(),
  MaxLength: z.string().regex(/^\d+$/).optional(),
});

const NumberConstraints = z.strictObject({
  MinValue: z.string().optional(),
  MaxValue: z.string().optional(),
});

const DataType = z.enum(['String', 'Number', 'DateTime', 'Boolean']);

/** An attribute that users of a pool can have. Custom ones are named `custom:<name>`. */
export const SchemaAttribute = z.object({
  Name: z.string(),
  AttributeDataType: DataType,
  DeveloperOnlyAttribute: z.boolean(),
  Mutable: z.boolean(),
  Required: z.boolean(),
  StringAttributeConstraints: StringConstraints.optional(),
  NumberAttributeConstraints: NumberConstraints.optional(),
});
export type SchemaAttribute = z.infer<typeof SchemaAttribute>;

/** A schema entry as CreateUserPool and AddCustomAttributes take it: custom names have no prefix. */
export const SchemaInput = z.strictObject({
  Name: z
    .string()
    .min(1)
    .max(20)
    .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u),
  AttributeDataType: DataType.optional(),
  DeveloperOnlyAttribute: z.literal(false).optional(),
  Mutable: z.boolean().optional(),
  Required: z.boolean().optional(),
  StringAttributeConstraints: StringConstraints.optional(),
  NumberAttributeConstraints: NumberConstraints.optional(),
});
export type SchemaInput = z.infer<typeof SchemaInput>;

const standard = (
  Name: string,
  more: Partial<SchemaAttribute> = {
    StringAttributeConstraints: { MinLength: '0', MaxLength: '2048' },
  },
): SchemaAttribute => ({
  Name,
  AttributeDataType: 'String',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  ...more,
});

const TEXTS = [
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'email',
  'gender',
  'zoneinfo',
  'locale',
  'phone_number',
  'address',
];

/** The attributes that every pool has. */
export const standardAttributes: readonly SchemaAttribute[] = [
  standard('sub', {
    Mutable: false,
    Required: true,
    StringAttributeConstraints: { MinLength: '1', MaxLength: '2048' },
  }),
  ...TEXTS.map((name) => standard(name)),
  standard('birthdate', { StringAttributeConstraints: { MinLength: '10', MaxLength: '10' } }),
  standard('email_verified', { AttributeDataType: 'Boolean' }),
  standard('phone_number_verified', { AttributeDataType: 'Boolean' }),
  standard('updated_at', {
    AttributeDataType: 'Number',
    NumberAttributeConstraints: { MinValue: '0' },
  }),
];

const MOST_CUSTOM_ATTRIBUTES = 50;

const customAttribute = (input: SchemaInput): SchemaAttribute => {
  const { Name, AttributeDataType = 'String', Mutable = true, Required = false, ...rest } = input;
  if (Required) throw invalidParameter('Required custom attributes are not supported currently.');
  return {
    Name: `custom:${Name}`,
    AttributeDataType,
    Mutable,
    Required,
    ...rest,
    DeveloperOnlyAttribute: false,
  };
};

/** Adds custom attributes to a pool's schema. */
export const withCustomAttributes = (
  schema: readonly SchemaAttribute[],
  inputs: readonly SchemaInput[],
): SchemaAttribute[] => {
  const all = [...schema];
  for (const added of inputs.map(customAttribute)) {
    if (all.some((known) => known.Name === added.Name)) {
      throw invalidParameter(`${added.Name}: Existing attribute already has name ${added.Name}.`);
    }
    all.push(added);
  }
  if (all.length - standardAttributes.length > MOST_CUSTOM_ATTRIBUTES) {
    throw invalidParameter(`A user pool has at most ${MOST_CUSTOM_ATTRIBUTES} custom attributes.`);
  }
  return all;
};

const tuned = (base: SchemaAttribute, input: SchemaInput | undefined): SchemaAttribute => {
  if (!input) return base;
  if (input.AttributeDataType && input.AttributeDataType !== base.AttributeDataType) {
    throw invalidParameter(
      'You can not change AttributeDataType or set developerOnlyAttribute for standard schema ' +
        `attribute ${base.Name}`,
    );
  }
  const { Mutable, Required, StringAttributeConstraints, NumberAttributeConstraints } = input;
  return {
    ...base,
    Mutable: Mutable ?? base.Mutable,
    Required: Required ?? base.Required,
    ...(StringAttributeConstraints && { StringAttributeConstraints }),
    ...(NumberAttributeConstraints && { NumberAttributeConstraints }),
  };
};

/** The schema of a new pool: the standard attributes as tuned by the inputs, then the custom ones. */
export const poolSchema = (inputs: readonly SchemaInput[]): SchemaAttribute[] => {
  const names = new Set(standardAttributes.map((attribute) => attribute.Name));
  return withCustomAttributes(
    standardAttributes.map((base) =>
      tuned(
        base,
        inputs.find((input) => input.Name === base.Name),
      ),
    ),
    inputs.filter((input) => !names.has(input.Name)),
  );
};
