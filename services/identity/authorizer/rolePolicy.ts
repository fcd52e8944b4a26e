import type { Role } from '#events/fields.ts';

type Permission = { method: string; path: string };

const every =
  (...methods: string[]) =>
  (path: string): Permission[] =>
    methods.map((method) => ({ method, path }));

const anything = (path: string): Permission[] => [...every('*')(path), ...every('*')(`${path}/*`)];
const reading = (path: string): Permission[] => [
  ...every('GET')(path),
  ...every('GET')(`${path}/*`),
];

/** What each role may call, on both APIs: their paths differ, so one table serves both. */
const permissions: Readonly<Record<Role, readonly Permission[]>> = {
  SystemAdmin: [
    ...anything('tenants'),
    ...anything('users'),
    ...anything('sagas'),
    ...anything('webhooks'),
  ],
  TenantAdmin: [
    ...every('GET')('tenants/*'),
    ...anything('users'),
    ...anything('products'),
    ...anything('orders'),
  ],
  TenantUser: [
    ...every('GET')('users/*'),
    ...reading('products'),
    ...reading('orders'),
    ...every('POST')('orders'),
  ],
};

const stageOf = (methodArn: string): string => methodArn.split('/').slice(0, 2).join('/');

const policy = (Effect: 'Allow' | 'Deny', Resource: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }],
});

/**
 * The policy of a role on one API stage. It covers every route of the API, not just the one that is
 * being called, because API Gateway caches it for the token.
 */
export const rolePolicy = (role: Role, methodArn: string) =>
  policy(
    'Allow',
    permissions[role].map(({ method, path }) => `${stageOf(methodArn)}/${method}/${path}`),
  );

/** Refuses everything on this API. */
export const denyAll = (methodArn: string) => policy('Deny', [`${stageOf(methodArn)}/*`]);
