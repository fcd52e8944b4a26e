import { z } from 'zod';
import { JsonObject, JsonValue } from '../../kernel/json.ts';
import { TemplateError } from '../errors.ts';

const Names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);

const Resource = z.object({
  Type: z.string(),
  Properties: JsonObject.default({}),
  DependsOn: Names.default([]),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
});

const Parameter = z.object({ Type: z.string(), Default: JsonValue.optional() });

const Output = z.object({
  Value: JsonValue,
  Description: z.string().optional(),
  Condition: z.string().optional(),
  Export: z.object({ Name: JsonValue }).optional(),
});

/** The sections of a CloudFormation template that the engine reads; a macro is refused. */
export const Template = z.object({
  Transform: z.undefined('macros are not supported').optional(),
  Parameters: z.record(z.string(), Parameter).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), JsonObject)).default({}),
  Conditions: z.record(z.string(), JsonValue).default({}),
  Resources: z.record(z.string(), Resource).default({}),
  Outputs: z.record(z.string(), Output).default({}),
});
export type Template = z.infer<typeof Template>;
export type TemplateResource = z.infer<typeof Resource>;

/** Parses a template. Throws TemplateError naming the stack and the place. */
export const parseTemplate = (stack: string, content: unknown): Template => {
  const parsed = Template.safeParse(content);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new TemplateError(`template of stack ${stack}: ${issues.join('; ')}`);
};
