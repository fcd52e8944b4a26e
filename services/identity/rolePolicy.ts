import type { Role } from '#events/fields.ts';

type Permission = { method: string; path: string };

const all = (path: string): Permission[] => [
  { method: '*', path },
  { method: '*', path: `${path}/*` },
];

const reading = (path: string): Permission[] => [
  { method: 'GET', path },
  { method: 'GET', path: `${path}/*` },
];

/** What each role may call on the application API. */
const appPermissions: Record<Exclude<Role, 'SystemAdmin'>, Permission[]> = {
  TenantAdmin: [...all('products'), ...all('orders')],
  TenantUser: [...reading('products'), ...reading('orders'), { method: 'POST', path: 'orders' }],
};

/**
 * The policy of a role on one API stage. It covers every route of the API, not just the one that is
 * being called, because API Gateway caches it for the token.
 */
export const rolePolicy = (role: keyof typeof appPermissions, methodArn: string) => {
  const [api, stage] = methodArn.split('/');
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'execute-api:Invoke',
        Resource: appPermissions[role].map(
          ({ method, path }) => `${api}/${stage}/${method}/${path}`,
        ),
      },
    ],
  };
};

/** Refuses everything on this API. */
export const denyAll = (methodArn: string) => {
  const [api, stage] = methodArn.split('/');
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: `${api}/${stage}/*` }],
  };
};
