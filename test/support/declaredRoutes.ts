import { apis } from '../../infra/apis.ts';
import type { RouteDeclaration } from '../../services/shared/declaredRoute.ts';
import type { FunctionDeclaration } from '../../services/shared/defineFunction.ts';

type RoutesOf<Functions> = {
  [Name in keyof Functions]: Functions[Name] extends { routes: infer Routes }
    ? keyof Routes
    : never;
}[keyof Functions];

export type ControlRoute = RoutesOf<(typeof apis)['control']>;
export type AppRoute = RoutesOf<(typeof apis)['app']>;

/** A declared route under its key, e.g. `GET /users/{username}`. */
export type KeyedRoute<Key extends string> = { route: Key; declared: RouteDeclaration };

const keyed = <Key extends string>(
  functions: Readonly<Record<string, FunctionDeclaration>>,
  isKey: (key: string) => key is Key,
): KeyedRoute<Key>[] =>
  Object.values(functions).flatMap(({ routes = {} }) =>
    Object.entries(routes).flatMap(([route, declared]) =>
      isKey(route) ? [{ route, declared }] : [],
    ),
  );

const declares =
  <Key extends string>(functions: Readonly<Record<string, FunctionDeclaration>>) =>
  (key: string): key is Key =>
    Object.values(functions).some(({ routes = {} }) => Object.hasOwn(routes, key));

/** Every declared route of the control API. */
export const controlRoutes = keyed<ControlRoute>(apis.control, declares(apis.control));

/** Every declared route of the application API. */
export const appRoutes = keyed<AppRoute>(apis.app, declares(apis.app));
