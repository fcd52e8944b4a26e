import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { badRequest, conflict, notFound } from '../apiErrors.ts';
import { type Control, changing, newId, reading } from '../control.ts';
import { Limit } from '../inputs.ts';
import { pageOf } from '../page.ts';
import type { Resource } from './restApiSchemas.ts';
import { requireApi } from './restApis.ts';

const Named = z.strictObject({ restApiId: z.string(), resourceId: z.string() });
const Create = z.strictObject({
  restApiId: z.string(),
  parentId: z.string(),
  pathPart: z.string(),
});
const Embed = z
  .union([z.literal('methods').transform((name) => [name]), z.array(z.literal('methods'))])
  .default([]);
const Get = Named.extend({ embed: Embed });
const Listing = z.strictObject({
  restApiId: z.string(),
  limit: Limit,
  position: z.string().optional(),
  embed: Embed,
});

const PATH_PART = /^([\w.:~-]+|\{[\w.:~-]+\+?\})$/;

/** Reads a resource, or fails as API Gateway does for an unknown id. */
export const requireResource = async (
  control: Control,
  restApiId: string,
  resourceId: string,
): Promise<Resource> => {
  await requireApi(control, restApiId);
  const resource = await control.definitions.resources.get(`${restApiId}/${resourceId}`);
  if (!resource) throw notFound('Invalid Resource identifier specified');
  return resource;
};

const childrenOf = async (control: Control, restApiId: string, parentId: string) => {
  const entries = await control.definitions.resources.list({ prefix: `${restApiId}/` });
  return entries.map((entry) => entry.value).filter((child) => child.parentId === parentId);
};

const isVariable = (part: string | undefined): boolean => /^\{.*[^+]\}$/.test(part ?? '');

const refuseClash = (siblings: readonly Resource[], pathPart: string): void => {
  if (siblings.some((sibling) => sibling.pathPart === pathPart)) {
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  }
  const variable = siblings.find((sibling) => isVariable(sibling.pathPart));
  if (variable && isVariable(pathPart)) {
    throw badRequest(
      `A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    );
  }
};

const createResource = async (control: Control, input: z.infer<typeof Create>) => {
  const { restApiId, parentId, pathPart } = input;
  const parent = await requireResource(control, restApiId, parentId);
  if (!PATH_PART.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  }
  if (parent.pathPart?.endsWith('+}')) {
    throw badRequest('Cannot create a child of a resource with a greedy path variable.');
  }
  refuseClash(await childrenOf(control, restApiId, parentId), pathPart);
  const path = `${parent.path === '/' ? '' : parent.path}/${pathPart}`;
  const resource: Resource = { id: newId(control, 6), parentId, pathPart, path };
  const { resources } = control.definitions;
  const writing = resources.putting(`${restApiId}/${resource.id}`, resource);
  await control.definitions.write(restApiId, [writing]);
  return resource;
};

const described = async (
  control: Control,
  input: { restApiId: string; embed: string[] },
  resource: Resource,
): Promise<JsonObject> => {
  const prefix = `${input.restApiId}/${resource.id}/`;
  const methods = await control.definitions.methods.list({ prefix });
  if (methods.length === 0) return resource;
  const embed = input.embed.includes('methods');
  const resourceMethods = methods.map(({ value }) => [value.httpMethod, embed ? value : {}]);
  return { ...resource, resourceMethods: Object.fromEntries(resourceMethods) };
};

const getResource = async (control: Control, input: z.infer<typeof Get>) =>
  described(control, input, await requireResource(control, input.restApiId, input.resourceId));

const getResources = async (control: Control, input: z.infer<typeof Listing>) => {
  await requireApi(control, input.restApiId);
  const { resources } = control.definitions;
  const { entries, position } = await pageOf(resources, `${input.restApiId}/`, input);
  const items = await Promise.all(entries.map(({ value }) => described(control, input, value)));
  return { items, position };
};

const removalOf = async (control: Control, restApiId: string, resourceId: string) => {
  const { resources, methods } = control.definitions;
  const own = await methods.list({ prefix: `${restApiId}/${resourceId}/` });
  const children = await childrenOf(control, restApiId, resourceId);
  const below: Awaited<ReturnType<typeof control.definitions.methods.deleting>>[] = [];
  for (const child of children) below.push(...(await removalOf(control, restApiId, child.id)));
  return [
    resources.deleting(`${restApiId}/${resourceId}`),
    ...own.map((entry) => methods.deleting(entry.key)),
    ...below,
  ];
};

const deleteResource = async (control: Control, input: z.infer<typeof Named>) => {
  const resource = await requireResource(control, input.restApiId, input.resourceId);
  if (resource.parentId === undefined) throw badRequest('Root resource cannot be deleted');
  const removal = await removalOf(control, input.restApiId, resource.id);
  await control.definitions.write(input.restApiId, removal);
  return {};
};

/** The operations on an API's path tree. Deleting a resource takes its children and methods along. */
export const resourceOperations = (control: Control): Record<string, Operation> => ({
  CreateResource: changing(control, Create, createResource),
  GetResource: reading(control, Get, getResource),
  GetResources: reading(control, Listing, getResources),
  DeleteResource: changing(control, Named, deleteResource),
});
