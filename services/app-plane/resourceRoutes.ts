import { ulid } from 'ulid';
import type { Caller } from '#shared/caller.ts';
import type { Run } from '#shared/declaredRoute.ts';
import { nextTokenOf } from '#shared/page.ts';
import { problem } from '#shared/reply.ts';
import type { Resource } from './resource.ts';
import type { createRow, getRow, listRows, removeRow, replaceRow } from './rowRoutes.ts';
import type { Row, tenantRows } from './tenantRows.ts';

type Rows = (caller: Caller) => ReturnType<typeof tenantRows>;

const replies = ({ kind, plural }: Resource) => {
  const shown = ({ id, ...row }: Row) => ({ [`${kind}Id`]: id, ...row });
  return {
    one: <const Status extends 200 | 201>(status: Status, row: Row) => ({
      status,
      body: shown(row),
    }),
    page: (rows: Row[], limit: number) => {
      const last = rows.length === limit ? rows.at(-1) : undefined;
      const nextToken = nextTokenOf(last?.id);
      return { status: 200 as const, body: { [plural]: rows.map(shown), nextToken } };
    },
    notFound: (id: string) => problem(404, 'NotFound', { message: `no ${kind} has the id ${id}` }),
  };
};

type ResourceRoutes = {
  create: Run<ReturnType<typeof createRow>>;
  list: Run<ReturnType<typeof listRows>>;
  get: Run<ReturnType<typeof getRow>>;
  replace: Run<ReturnType<typeof replaceRow>>;
  remove: Run<ReturnType<typeof removeRow>>;
};

/** Create, read, list, replace and delete, on the caller's own rows. */
export const resourceRoutes = (resource: Resource, rows: Rows): ResourceRoutes => {
  const { one, page, notFound } = replies(resource);
  return {
    async create({ caller, body }) {
      const row = { ...body, id: ulid() };
      await rows(caller).create(row);
      return one(201, row);
    },
    async list({ caller, query }) {
      const { limit, nextToken: after } = query;
      return page(await rows(caller).list({ limit, after }), limit);
    },
    async get({ caller, params }) {
      const row = await rows(caller).get(params.id);
      return row ? one(200, row) : notFound(params.id);
    },
    async replace({ caller, params, body }) {
      const row = { ...body, id: params.id };
      return (await rows(caller).replace(row)) ? one(200, row) : notFound(params.id);
    },
    remove: async ({ caller, params }) =>
      (await rows(caller).remove(params.id)) ? { status: 204 } : notFound(params.id),
  };
};
