import { z } from 'zod';
import { JsonObject } from '../../engine/kernel/json.ts';
import { templateOf } from './assembly.ts';

/** The product's stacks, in deployment order. */
export const stacks = ['Mail', 'Foundation', 'ControlPlane', 'AppPlane', 'Lifecycle'] as const;

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: JsonObject.default({}),
      DeletionPolicy: z.string().optional(),
      UpdateReplacePolicy: z.string().optional(),
    }),
  ),
});

/** One resource of a template, under its logical id. */
export type Resource = z.infer<typeof Template>['Resources'][string] & { id: string };

const listed = (template: JsonObject): Resource[] =>
  Object.entries(Template.parse(template).Resources).map(([id, resource]) => ({ id, ...resource }));

/** The resources of one type in a template. */
export const resourcesIn = (template: JsonObject, type: string): Resource[] =>
  listed(template).filter((resource) => resource.Type === type);

/** Those of the product's own stacks are read once. */
const known = new Map<string, Resource[]>();

const resourcesOfStack = (stack: (typeof stacks)[number]): Resource[] => {
  const resources = known.get(stack) ?? listed(templateOf(stack));
  known.set(stack, resources);
  return resources;
};

/** The resources of one type, of all stacks of the product or of those named. */
export const resourcesOf = (type: string, from: readonly (typeof stacks)[number][] = stacks) =>
  from.flatMap(resourcesOfStack).filter((resource) => resource.Type === type);

/** Rows for `it.each`: each resource of a type under its logical id. */
export const rowsOf = (type: string, from?: Parameters<typeof resourcesOf>[1]) =>
  resourcesOf(type, from).map((resource) => [resource.id, resource.Properties] as const);

/** How a template names another resource's ARN. */
export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** How a template names another resource itself. */
export const refTo = (id: string) => ({ Ref: id });
