import { describe, expect, it } from '@jest/globals';
import {
  Authorization,
  verdictOn,
} from '../../../../engine/aws/apigateway/serving/authorization.ts';
import { servingFunctions } from '../../../../infra/apis.ts';
import { denyAll, rolePolicy } from '../../../../services/identity/authorizer/rolePolicy.ts';
import {
  RoleRoutesText,
  roleRoutes,
  roleRoutesText,
} from '../../../../services/identity/authorizer/roleRoutes.ts';
import { appRoutes, controlRoutes, type KeyedRoute } from '../../../support/declaredRoutes.ts';

const roles = ['SystemAdmin', 'TenantAdmin', 'TenantUser'] as const;
type Role = (typeof roles)[number];

/** A guarded route as it is declared; path segments in braces stand for any one segment. */
type Route = { method: string; path: string[]; may: Readonly<Record<Role, boolean>> };

const guarded = ({ route, declared }: KeyedRoute<string>): Route[] => {
  const [method = '', path = ''] = route.split(' ');
  const { roles: admitted } = declared;
  if (admitted === 'everybody') return [];
  const may = {
    SystemAdmin: admitted.includes('SystemAdmin'),
    TenantAdmin: admitted.includes('TenantAdmin'),
    TenantUser: admitted.includes('TenantUser'),
  };
  return [{ method, path: path.slice(1).split('/'), may }];
};

const guardedControl = controlRoutes.flatMap(guarded);
const guardedApp = appRoutes.flatMap(guarded);

const apis = { control: guardedControl, app: guardedApp } as const;

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

/** As the authorizer gets them, in its environment. */
const text = roleRoutesText(roleRoutes(servingFunctions));
const routesOf = RoleRoutesText.parse(text);

/** Judged as the engine judges an authorizer's answer. */
const judge = (role: Role) => {
  const policyDocument = rolePolicy(routesOf[role], calling);
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
    [...guardedControl, ...guardedApp].flatMap((route) =>
      roles.map((role) => ({ ...route, role })),
    ),
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
    const deepest = role === 'TenantUser' ? 2 : 3;
    const deeper = methods.flatMap((method) =>
      paths(4)
        .filter((path) => path.split('/').length > deepest)
        .filter((path) => judges[role](`${stage}/${method}/${path}`)),
    );

    expect(deeper).toEqual([]);
  });

  it.each(roles)('is the same for %s whichever route is called first', (role) => {
    expect(rolePolicy(routesOf[role], `${stage}/DELETE/orders/01/x`)).toEqual(
      rolePolicy(routesOf[role], calling),
    );
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

    expect(JSON.stringify(rolePolicy(routesOf[role], arn)).length).toBeLessThan(6_144);
  });
});

describe('denyAll', () => {
  it.each(methods)('covers every %s of the stage', (method) => {
    const policyDocument = denyAll(calling);
    const answer = Authorization.parse({ principalId: 'x', policyDocument });

    expect(verdictOn(answer, `${stage}/${method}/orders/01`)).toBe('denied');
  });
});

describe('roleRoutesText', () => {
  it('leaves most of the 4 KB that the variables of a function have', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(2_048);
  });

  it('says what is declared, and gives nobody what everybody may call', () => {
    expect(routesOf).toEqual(roleRoutes(servingFunctions));
    expect(text).not.toContain('sign-in');
  });

  it.each(roles)('names no route of %s twice: the paths of the two APIs differ', (role) => {
    expect(new Set(routesOf[role]).size).toBe(routesOf[role].length);
  });
});
