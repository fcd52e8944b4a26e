import type { RouteDeclaration } from '../../../services/shared/declaredRoute.ts';
import { appRoutes, controlRoutes, type KeyedRoute } from '../declaredRoutes.ts';

const roles = ['anonymous', 'SystemAdmin', 'TenantAdmin', 'TenantUser'] as const;
export type MatrixRole = (typeof roles)[number];

/** Whose the resource is: the caller's tenant's, another tenant's, or the caller itself. */
export type Variant = 'own' | 'other' | 'self';

const OF_A_TENANT = /\{(tenantId|username|id)}/;
const OF_A_USER = /\{username}/;
/** Nobody does it for somebody else. */
const OF_ONESELF = /\/email\/confirm$/;

const isForItself = (route: string, role: MatrixRole): boolean =>
  OF_ONESELF.test(route) || (role === 'TenantUser' && OF_A_USER.test(route));

const variantsOf = (route: string, role: MatrixRole): readonly Variant[] => {
  const isOfATenant = role === 'TenantAdmin' || role === 'TenantUser';
  if (isOfATenant && isForItself(route, role)) return ['own', 'other', 'self'];
  return OF_A_TENANT.test(route) ? ['own', 'other'] : ['own'];
};

const success = ({ replies }: RouteDeclaration): number =>
  Math.min(...Object.keys(replies).map(Number));

const mayCall = ({ roles: admitted }: RouteDeclaration, role: MatrixRole): boolean =>
  admitted === 'everybody' || (role !== 'anonymous' && admitted.includes(role));

/** Whether a route that admits the role is for this resource, too. */
const reaches = (route: string, role: MatrixRole, variant: Variant): boolean => {
  if (role === 'SystemAdmin') return true;
  if (isForItself(route, role)) return variant === 'self';
  return variant !== 'other';
};

type Called<Key extends string> = KeyedRoute<Key> & { role: MatrixRole; variant: Variant };

const calls = <Key extends string>(routes: readonly KeyedRoute<Key>[]): Called<Key>[] =>
  routes.flatMap((route) =>
    roles.flatMap((role) =>
      variantsOf(route.route, role).map((variant) => ({ ...route, role, variant })),
    ),
  );

/** The declared roles as every caller must find them; `foreign` says what answers for what is another's. */
const cellsOf = <Key extends string>(
  routes: readonly KeyedRoute<Key>[],
  foreign: (route: string, role: MatrixRole) => number,
) =>
  calls(routes).map(({ route, declared, role, variant }) => {
    const cell = { route, role, variant };
    if (!mayCall(declared, role)) return { ...cell, status: role === 'anonymous' ? 401 : 403 };
    return {
      ...cell,
      status: reaches(route, role, variant) ? success(declared) : foreign(route, role),
    };
  });

/** Every cell of the control API: who calls which route on whose resource, and its status. */
export const controlCells = cellsOf(controlRoutes, (route, role) =>
  OF_A_USER.test(route) && !isForItself(route, role) ? 404 : 403,
);

/** Every cell of the application API, where nobody learns whether another tenant has a row. */
export const appCells = cellsOf(appRoutes, () => 404);
