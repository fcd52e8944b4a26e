import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  Authorization,
  verdictOn,
} from '../../../../engine/aws/apigateway/serving/authorization.ts';
import { denyAll, rolePolicy } from '../../../../services/identity/authorizer/rolePolicy.ts';

const roles = ['SystemAdmin', 'TenantAdmin', 'TenantUser'] as const;
type Role = (typeof roles)[number];

const Cell = z.union([z.int(), z.literal('2xx'), z.record(z.string(), z.int())]);
const Matrix = z.object({
  routes: z.array(
    z.object({ route: z.string(), anonymous: Cell }).extend({
      SystemAdmin: Cell,
      TenantAdmin: Cell,
      TenantUser: Cell,
    }),
  ),
  appPlane: z.array(
    z.object({
      methods: z.array(z.string()),
      paths: z.array(z.string()),
      TenantAdmin: Cell,
      TenantUser: Cell,
    }),
  ),
});
const file = join(process.cwd(), 'test', 'cases', 'role-matrix.json');
const matrix = Matrix.parse(JSON.parse(readFileSync(file, 'utf8')));

const isLetIn = (cell: z.infer<typeof Cell>): boolean =>
  typeof cell === 'object' ? Object.values(cell).some((status) => status !== 403) : cell !== 403;

/** A guarded route as the matrix has it; path segments in braces stand for any one segment. */
type Route = { method: string; path: string[]; may: Readonly<Record<Role, boolean>> };

const controlRoutes = matrix.routes
  .filter(({ anonymous }) => anonymous === 401)
  .map(({ route, ...cells }): Route => {
    const [method = '', path = ''] = route.split(' ');
    const may = {
      SystemAdmin: isLetIn(cells.SystemAdmin),
      TenantAdmin: isLetIn(cells.TenantAdmin),
      TenantUser: isLetIn(cells.TenantUser),
    };
    return { method, path: path.slice(1).split('/'), may };
  });

const appRoutes = matrix.appPlane.flatMap(({ methods, paths, TenantAdmin, TenantUser }) =>
  methods.flatMap((method) =>
    paths.map((path): Route => {
      const may = {
        SystemAdmin: false,
        TenantAdmin: isLetIn(TenantAdmin),
        TenantUser: isLetIn(TenantUser),
      };
      return { method, path: path.replace('01', '{id}').split('/'), may };
    }),
  ),
);

const apis = { control: controlRoutes, app: appRoutes } as const;

const isVariable = (part: string) => part.startsWith('{');

/** The route that serves a path, exact names before variables; a slash at the end changes nothing. */
const routed = (routes: readonly Route[], method: string, path: string): Route | undefined => {
  const parts = path.replace(/\/$/, '').split('/');
  const serving = routes
    .filter((route) => route.method === method && route.path.length === parts.length)
    .filter((route) =>
      route.path.every((part, index) =>
        isVariable(part) ? parts[index] !== '' : part === parts[index],
      ),
    );
  return serving.find((route) => !route.path.some(isVariable)) ?? serving[0];
};

const stage = 'arn:aws:execute-api:us-east-1:000000000000:api1/v1';
const calling = `${stage}/GET/products`;

/** Judged as the engine judges an authorizer's answer. */
const judge = (role: Role) => {
  const policyDocument = rolePolicy(role, calling);
  const answer = Authorization.parse({ principalId: 'x', policyDocument });
  return (arn: string): boolean => verdictOn(answer, arn) === 'allowed';
};
const judges = {
  SystemAdmin: judge('SystemAdmin'),
  TenantAdmin: judge('TenantAdmin'),
  TenantUser: judge('TenantUser'),
};

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];
const words = [
  ...['tenants', 'users', 'sagas', 'webhooks', 'products', 'orders'],
  ...['replay', 'deliveries', 'secret', 'x', 'a%2Fb', '..', '*', ''],
];

/** Every path of up to four segments, also ones of several slashes in a row or at the end. */
const paths = (depth: number): string[] =>
  depth === 1
    ? words
    : [...words, ...paths(depth - 1).flatMap((rest) => words.map((word) => `${word}/${rest}`))];

const served = Object.values(apis).flatMap((routes) =>
  methods.flatMap((method) =>
    paths(4).flatMap((path) => {
      const route = routed(routes, method, path);
      return route ? [{ method, path, may: route.may }] : [];
    }),
  ),
);

const direct = ({ path }: { path: string }) => !path.endsWith('/');

describe('rolePolicy', () => {
  it.each(
    [...controlRoutes, ...appRoutes].flatMap((route) => roles.map((role) => ({ ...route, role }))),
  )('$role, $method $path', ({ role, method, path, may }) => {
    const arn = `${stage}/${method}/${path.join('/').replaceAll(/\{\w+\}/g, '01')}`;

    expect(judges[role](arn)).toBe(may[role]);
  });

  it.each(roles)(
    'lets %s call nothing that another route serves, however it is spelled',
    (role) => {
      const wrong = served.filter(
        ({ method, path, may }) => !may[role] && judges[role](`${stage}/${method}/${path}`),
      );

      expect(wrong).toEqual([]);
    },
  );

  it.each(roles)('keeps nothing from %s that its routes serve', (role) => {
    const wrong = served
      .filter(direct)
      .filter(({ method, path, may }) => may[role] && !judges[role](`${stage}/${method}/${path}`));

    expect(wrong).toEqual([]);
  });

  it.each(roles)('lets %s go no deeper than its deepest route', (role) => {
    const deepest = role === 'SystemAdmin' ? 3 : 2;
    const deeper = methods.flatMap((method) =>
      paths(4)
        .filter((path) => path.split('/').length > deepest)
        .filter((path) => judges[role](`${stage}/${method}/${path}`)),
    );

    expect(deeper).toEqual([]);
  });

  it.each(roles)('is the same for %s whichever route is called first', (role) => {
    expect(rolePolicy(role, `${stage}/DELETE/orders/01/x`)).toEqual(rolePolicy(role, calling));
  });

  it.each(
    roles.flatMap((role) => [
      { role, arn: calling.replace('api1', 'api2'), what: 'another API' },
      { role, arn: calling.replace('/v1/', '/v2/'), what: 'another stage' },
      { role, arn: `${stage}/GET/productsX`, what: 'a route that begins alike' },
    ]),
  )('allows $role nothing on $what', ({ role, arn }) => {
    expect(judges[role](arn)).toBe(false);
  });

  it.each(roles)('stays far below 8 KB for %s', (role) => {
    const arn = `arn:aws:execute-api:ap-southeast-2:000000000000:abcdefghij/v1/GET/users`;

    expect(JSON.stringify(rolePolicy(role, arn)).length).toBeLessThan(4_096);
  });
});

describe('denyAll', () => {
  it.each(methods)('covers every %s of the stage', (method) => {
    const policyDocument = denyAll(calling);
    const answer = Authorization.parse({ principalId: 'x', policyDocument });

    expect(verdictOn(answer, `${stage}/${method}/orders/01`)).toBe('denied');
  });
});
