import { z } from 'zod';
import { JsonObject, JsonValue } from '../../engine/kernel/json.ts';

const STACKS = ['Foundation', 'ControlPlane', 'AppPlane', 'Lifecycle'] as const;
export type Stack = (typeof STACKS)[number];

export const Statement = z.looseObject({
  Action: z.union([z.string(), z.array(z.string())]),
  Condition: z.record(z.string(), JsonValue).optional(),
});
export type Statement = z.infer<typeof Statement>;

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), JsonValue).default({}),
});
type Resource = z.infer<typeof Resource>;

const Template = z.looseObject({ Resources: z.record(z.string(), Resource) });
export type Template = z.infer<typeof Template>;

/** One weakening of what walls tenants off, made in a synthesized template. */
export type Mutant = {
  name: string;
  stack: Stack;
  weaken: (template: Template) => void;
  /** The suite that has to notice before any other is asked. */
  judge?: string;
};

export const matching = (template: Template, type: string, id: RegExp): Resource => {
  const found = Object.entries(template.Resources).find(
    ([logicalId, resource]) => resource.Type === type && id.test(logicalId),
  );
  if (!found) throw new Error(`the template has no ${type} like ${id}`);
  return found[1];
};

export const Policy = z.looseObject({ Statement: z.array(Statement) });

/** Changes the statement of a role's policy that a predicate finds. */
export const inPolicy =
  (id: RegExp, of: (statement: Statement) => boolean, weaken: (statement: Statement) => void) =>
  (template: Template): void => {
    const role = matching(template, 'AWS::IAM::Policy', id);
    const document = Policy.parse(role.Properties['PolicyDocument']);
    const statement = document.Statement.find(of);
    if (!statement) throw new Error(`no such statement in ${id}`);
    weaken(statement);
    role.Properties['PolicyDocument'] = JsonObject.parse(document);
  };

export const conditions = (statement: Statement): NonNullable<Statement['Condition']> =>
  statement.Condition ?? {};

export const without = (name: string) => (statement: Statement) => {
  const { [name]: _dropped, ...rest } = conditions(statement);
  statement.Condition = rest;
};

export const allowing = (action: string) => (statement: Statement) => {
  statement.Action = [statement.Action, action].flat();
};

export const everywhere = (statement: Statement) => {
  statement['Resource'] = '*';
};

export const property = (type: string, id: RegExp, change: JsonObject) => (template: Template) => {
  Object.assign(matching(template, type, id).Properties, change);
};

/** A text anywhere in one resource of the template. */
export const text =
  (type: string, id: RegExp, [from, to]: readonly [string, string]) =>
  (template: Template): void => {
    const resource = matching(template, type, id);
    const changed = JSON.stringify(resource.Properties).replace(from, to);
    resource.Properties = JsonObject.parse(JSON.parse(changed));
  };

/** Reads a synthesized template so that a mutant can change it. */
export const readTemplate = (content: string): Template => Template.parse(JSON.parse(content));
