import { ulid } from 'ulid';
import type * as z from 'zod';
import type { Caller } from '#shared/caller.ts';
import type { Run } from '#shared/declaredRoute.ts';
import { entityTag, type IfMatchHeaders } from '#shared/entityTag.ts';
import { nextTokenOf } from '#shared/page.ts';
import { problem } from '#shared/reply.ts';
import type { Resource } from './resource.ts';
import type { createRow, getRow, listRows, removeRow, replaceRow } from './rowRoutes.ts';
import type { Row, tenantRows, Versioned } from './tenantRows.ts';

type Rows = (caller: Caller) => ReturnType<typeof tenantRows>;

const replies = ({ kind, plural }: Resource) => {
  const shown = ({ id, ...row }: Row) => ({ [`${kind}Id`]: id, ...row });
  const notFound = (id: string) =>
    problem(404, 'NotFound', { message: `no ${kind} has the id ${id}` });
  const changed = (id: string) =>
    problem(412, 'PreconditionFailed', {
      message: `the ${kind} ${id} has changed since the ETag of If-Match, or is gone: get it, and decide again`,
    });
  return {
    one: <const Status extends 200 | 201>(status: Status, { row, version }: Versioned) => ({
      status,
      body: shown(row),
      headers: entityTag(version),
    }),
    page: (rows: Row[], limit: number) => {
      const last = rows.length === limit ? rows.at(-1) : undefined;
      const nextToken = nextTokenOf(last?.id);
      return { status: 200 as const, body: { [plural]: rows.map(shown), nextToken } };
    },
    notFound,
    /** Nothing was written: for want of the row, or of the versions that the request is for. */
    unwritten: (id: string, { 'if-match': expected }: z.output<typeof IfMatchHeaders>) =>
      expected === undefined ? notFound(id) : changed(id),
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
  const { one, page, notFound, unwritten } = replies(resource);
  return {
    async create({ caller, body }) {
      const row = { ...body, id: ulid() };
      return one(201, { row, version: await rows(caller).create(row) });
    },
    async list({ caller, query }) {
      const { limit, nextToken: after } = query;
      return page(await rows(caller).list({ limit, after }), limit);
    },
    async get({ caller, params }) {
      const found = await rows(caller).get(params.id);
      return found ? one(200, found) : notFound(params.id);
    },
    async replace({ caller, params, headers, body }) {
      const row = { ...body, id: params.id };
      const version = await rows(caller).replace(row, headers['if-match'] ?? '*');
      return version === undefined ? unwritten(params.id, headers) : one(200, { row, version });
    },
    remove: async ({ caller, params, headers }) =>
      (await rows(caller).remove(params.id, headers['if-match'] ?? '*'))
        ? { status: 204 }
        : unwritten(params.id, headers),
  };
};
