import * as z from 'zod';
import type { Role } from '#events/fields.ts';
import { Caller } from '#shared/caller.ts';
import type { RouteDeclaration } from '#shared/declaredRoute.ts';
import { EntityTagHeaders, IfMatchHeaders } from '#shared/entityTag.ts';
import { pageFields, pageQuery } from '#shared/page.ts';
import type { Resource } from './resource.ts';

type Roles = readonly Role[];

const caller = Caller;
const ById = z.object({ caller, params: z.object({ id: z.string().min(1).max(64) }) });

const headers = IfMatchHeaders;
const notFound = { says: 'The caller’s tenant has no such row.' };
const changed = { says: 'The row has another ETag than those of If-Match, or is gone.' };

/** A row as its tenant sees it: what it was given, and its id. */
const viewOf = ({ kind, body }: Resource): z.ZodObject =>
  body.extend({ [`${kind}Id`]: z.string() });

/** The answer that holds one row. */
const oneOf = (resource: Resource, says: string) => ({
  says,
  body: viewOf(resource),
  headers: EntityTagHeaders,
});

const listOf = (plural: string, view: z.ZodObject): z.ZodObject =>
  z.object({ [plural]: z.array(view), ...pageFields });

/*
 * The five routes of a resource, each for the roles that it is given.
 */

export const createRow = (resource: Resource, roles: Roles) =>
  ({
    says: `Makes a new ${resource.kind}.`,
    roles,
    request: z.object({ caller, body: resource.body }),
    replies: { 201: oneOf(resource, `The ${resource.kind}.`) },
  }) as const satisfies RouteDeclaration;

/** Pages end with the id of the last row that the caller has. */
export const listRows = (resource: Resource, roles: Roles) =>
  ({
    says: `Lists the ${resource.plural} of the caller’s tenant, oldest first.`,
    roles,
    request: z.object({ caller, query: pageQuery(z.ulid()) }),
    replies: {
      200: {
        says: `A page of ${resource.plural}.`,
        body: listOf(resource.plural, viewOf(resource)),
      },
    },
  }) as const satisfies RouteDeclaration;

export const getRow = (resource: Resource, roles: Roles) =>
  ({
    says: `Shows one of the ${resource.plural}.`,
    roles,
    request: ById,
    replies: { 200: oneOf(resource, `The ${resource.kind}.`), 404: notFound },
  }) as const satisfies RouteDeclaration;

export const replaceRow = (resource: Resource, roles: Roles) =>
  ({
    says: `Replaces one of the ${resource.plural}.`,
    roles,
    request: ById.extend({ headers, body: resource.body }),
    replies: {
      200: oneOf(resource, `The ${resource.kind} as it is now.`),
      404: notFound,
      412: changed,
    },
  }) as const satisfies RouteDeclaration;

export const removeRow = (resource: Resource, roles: Roles) =>
  ({
    says: `Removes one of the ${resource.plural}.`,
    roles,
    request: ById.extend({ headers }),
    replies: { 204: { says: `The ${resource.kind} is gone.` }, 404: notFound, 412: changed },
  }) as const satisfies RouteDeclaration;
