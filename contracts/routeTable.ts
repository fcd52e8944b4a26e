import { Role } from '../events/fields.ts';
import { markdownTable } from '../events/generator/markdownTable.ts';
import { apis } from '../infra/apis.ts';
import type { RouteDeclaration } from '../services/shared/declaredRoute.ts';
import type { FunctionDeclaration } from '../services/shared/defineFunction.ts';

type Admits = (roles: RouteDeclaration['roles']) => boolean;

/** The routes of an API that admit somebody: `GET, POST /users`. */
const routesFor = (functions: readonly FunctionDeclaration[], admits: Admits): string => {
  const methods = new Map<string, string[]>();
  for (const [key, { roles }] of functions.flatMap(({ routes = {} }) => Object.entries(routes))) {
    const [method = '', path = ''] = key.split(' ');
    if (admits(roles)) methods.set(path, [...(methods.get(path) ?? []), method]);
  }
  return [...methods].map(([path, each]) => `\`${each.join(', ')} ${path}\``).join(', ');
};

const row = (who: string, admits: Admits): string[] => [
  who,
  ...[apis.control, apis.app].map((api) => routesFor(Object.values(api), admits)),
];

/** Who may call which route of the two APIs, in Markdown. */
export const routeTable = (): string =>
  markdownTable(
    ['role', 'control API', 'application API'],
    [
      row('anybody', (roles) => roles === 'everybody'),
      ...Role.options.map((role) =>
        row(`\`${role}\``, (roles) => roles !== 'everybody' && roles.includes(role)),
      ),
    ],
  );
