import { ulid } from 'ulid';
import { z } from 'zod';
import { Caller } from '#shared/caller.ts';
import { type Route, route } from '#shared/httpRoute.ts';
import { nextTokenOf, pageQuery } from '#shared/page.ts';
import { problem, type Reply } from '#shared/reply.ts';
import type { Row, tenantRows } from './tenantRows.ts';
import type { TenantAccess } from './tenantSession.ts';

/** A kind of thing that tenants keep: its names in the API, and the schema of its body. */
export type Resource = {
  /** E.g. `product`: rows are kept under it, and the id is called `productId`. */
  kind: string;
  /** E.g. `products`: the path, and the list's name in its answer. */
  plural: string;
  body: z.ZodObject;
  /** What each role's sessions may do in the table: narrower than the API's policy for nobody. */
  actions: TenantAccess['actions'];
};

type Rows = (caller: Caller) => ReturnType<typeof tenantRows>;

/** Pages end with the id of the last row that the caller has. */
const ListQuery = pageQuery(z.ulid());

const replies = ({ kind, plural }: Resource) => {
  const shown = ({ id, ...row }: Row) => ({ [`${kind}Id`]: id, ...row });
  return {
    one: (status: number, row: Row): Reply => ({ status, body: shown(row) }),
    page: (rows: Row[], limit: number): Reply => {
      const last = rows.length === limit ? rows.at(-1) : undefined;
      const nextToken = nextTokenOf(last?.id);
      return { status: 200, body: { [plural]: rows.map(shown), nextToken } };
    },
    notFound: (id: string): Reply =>
      problem(404, 'NotFound', { message: `no ${kind} has the id ${id}` }),
  };
};

/** Create, read, list, replace and delete, on the caller's own rows. */
export const resourceRoutes = (resource: Resource, rows: Rows): Record<string, Route> => {
  const { one, page, notFound } = replies(resource);
  const ById = z.object({ caller: Caller, params: z.object({ id: z.string().min(1).max(64) }) });
  const WithBody = z.object({ caller: Caller, body: resource.body });
  const path = `/${resource.plural}`;
  return {
    [`POST ${path}`]: route(WithBody, async ({ caller, body }) => {
      const row = { ...body, id: ulid() };
      await rows(caller).create(row);
      return one(201, row);
    }),
    [`GET ${path}`]: route(z.object({ caller: Caller, query: ListQuery }), async (request) => {
      const { limit, nextToken: after } = request.query;
      return page(await rows(request.caller).list({ limit, after }), limit);
    }),
    [`GET ${path}/{id}`]: route(ById, async ({ caller, params }) => {
      const row = await rows(caller).get(params.id);
      return row ? one(200, row) : notFound(params.id);
    }),
    [`PUT ${path}/{id}`]: route(ById.extend(WithBody.shape), async ({ caller, params, body }) => {
      const row = { ...body, id: params.id };
      return (await rows(caller).replace(row)) ? one(200, row) : notFound(params.id);
    }),
    [`DELETE ${path}/{id}`]: route(ById, async ({ caller, params }) =>
      (await rows(caller).remove(params.id)) ? { status: 204 } : notFound(params.id),
    ),
  };
};
