import * as z from 'zod';
import { Role } from '#events/fields.ts';
import type { FunctionDeclaration } from '#shared/defineFunction.ts';

/** What each role may call, as the ends of ARNs: `GET/users/*`, where `*` stands for one segment. */
export type RoleRoutes = Readonly<Record<Role, readonly string[]>>;

const endOf = (key: string): string => key.replace(' ', '').replaceAll(/\{\w+\}/g, '*');

/** Folds the routes of functions by role; those that everybody may call are of no role. */
export const roleRoutes = (functions: readonly FunctionDeclaration[]): RoleRoutes => {
  const routes = functions.flatMap(({ routes = {} }) => Object.entries(routes));
  const of = (role: Role) =>
    routes
      .filter(([, { roles }]) => roles !== 'everybody' && roles.includes(role))
      .map(([key]) => endOf(key));
  return {
    SystemAdmin: of('SystemAdmin'),
    TenantAdmin: of('TenantAdmin'),
    TenantUser: of('TenantUser'),
  };
};

const Ends = z.string().transform((text) => text.split(' '));

/** The authorizer gets it as text: its bundle has no declaration of the functions whose routes these are. */
export const RoleRoutesText = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.record(Role, Ends));

/** What `RoleRoutesText` reads, in few bytes: all variables of a function have 4 KB together. */
export const roleRoutesText = (routes: RoleRoutes): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(routes).map(([role, ends]) => [role, ends.join(' ')])),
  );
