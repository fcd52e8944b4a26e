import type { z } from 'zod';
import type { Json, JsonObject } from '../kernel/json.ts';
import { TemplateError } from './errors.ts';

/** A resource that exists: what Ref gives, and what Fn::GetAtt gives by name. */
export type Made = { physicalId: string; attributes: Record<string, Json> };

/** A resource that exists, with the properties it has now. */
export type Existing<Properties> = Made & { properties: Properties };

/** What a provider may use to make one resource. */
export type ResourceContext = Readonly<{
  stack: string;
  logicalId: string;
  accountId: string;
  region: string;
  /** Calls AWS as the account root. */
  call(service: string, operation: string, input: JsonObject): Promise<JsonObject>;
  /** Physical ids of every resource that has been made: what bears one is not to be adopted. */
  owned: ReadonlySet<string>;
  /** The name for a resource whose template gives none: the same on every start. */
  name(maxLength: number): string;
}>;

/** How resources of one CloudFormation type are made, with properties already checked. */
export type Actions<Properties> = {
  create(properties: Properties, context: ResourceContext): Promise<Made>;
  /** What an interrupted create left behind. Without it, create itself can be repeated. */
  find?(properties: Properties, context: ResourceContext): Promise<Made | undefined>;
  /** Makes an existing resource have these properties; without it a change is refused. */
  update?(
    properties: Properties,
    existing: Existing<Properties>,
    context: ResourceContext,
  ): Promise<Made>;
  delete?(existing: Existing<Properties>, context: ResourceContext): Promise<void>;
};

/** How resources of one CloudFormation type are made, changed and removed. */
export type ResourceProvider = Actions<JsonObject>;

const parse = <T>(schema: z.ZodType<T>, value: JsonObject): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) =>
    [...issue.path.map(String), issue.message].join(': '),
  );
  throw new TemplateError(issues.join('; '));
};

/** A provider whose properties are checked first: what the schema does not name is an error. */
export const provide = <T>(schema: z.ZodType<T>, actions: Actions<T>): ResourceProvider => {
  const { create, find, update, delete: remove } = actions;
  const checked = (existing: Existing<JsonObject>): Existing<T> => ({
    ...existing,
    properties: parse(schema, existing.properties),
  });
  return {
    create: (properties, context) => create(parse(schema, properties), context),
    ...(find && { find: (properties, context) => find(parse(schema, properties), context) }),
    ...(update && {
      update: (properties, existing, context) =>
        update(parse(schema, properties), checked(existing), context),
    }),
    ...(remove && { delete: (existing, context) => remove(checked(existing), context) }),
  };
};
