import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export const roles = ['anonymous', 'SystemAdmin', 'TenantAdmin', 'TenantUser'] as const;
export type MatrixRole = (typeof roles)[number];

const variants = ['own', 'other', 'self'] as const;
export type Variant = (typeof variants)[number];

const Status = z.int();
const Cell = z.union([Status, z.partialRecord(z.enum(variants), Status)]);
const Route = z.object({
  route: z.string(),
  anonymous: Cell,
  SystemAdmin: Cell,
  TenantAdmin: Cell,
  TenantUser: Cell,
});
type Route = z.infer<typeof Route>;

const AppStatus = z.union([Status, z.literal('2xx')]);
const AppRoutes = z.object({
  methods: z.array(z.string()),
  paths: z.array(z.string()),
  anonymous: AppStatus.optional(),
  TenantAdmin: AppStatus,
  TenantUser: AppStatus,
});
type AppRoutes = z.infer<typeof AppRoutes>;

const Matrix = z.object({
  routes: z.array(Route),
  appPlane: z.array(AppRoutes),
  appPlaneForeign: AppRoutes,
});

const file = join(process.cwd(), 'test', 'cases', 'role-matrix.json');
const matrix = Matrix.parse(JSON.parse(readFileSync(file, 'utf8')));

const named = (cell: Route[MatrixRole]): Variant[] =>
  typeof cell === 'number' ? [] : variants.filter((variant) => cell[variant] !== undefined);

/** A plain status holds for every variant that the route knows, but only a tenant's user is a self. */
const variantsFor = (route: Route, role: MatrixRole): Variant[] => {
  if (typeof route[role] !== 'number') return named(route[role]);
  const known = new Set(roles.flatMap((each) => named(route[each])));
  if (role !== 'TenantUser') known.delete('self');
  return known.size > 0 ? [...known] : ['own'];
};

const statusOf = (cell: Route[MatrixRole], variant: Variant): number =>
  (typeof cell === 'number' ? cell : cell[variant]) ?? Number.NaN;

/** Every cell of the control API: who calls which route on whose resource, and its status. */
export const controlCells = matrix.routes.flatMap((route) =>
  roles.flatMap((role) =>
    variantsFor(route, role).map((variant) => ({
      route: route.route,
      role,
      variant,
      status: statusOf(route[role], variant),
    })),
  ),
);

const appCellsOf = ({ methods, paths, ...statuses }: AppRoutes, variant: Variant) =>
  methods.flatMap((method) =>
    paths.flatMap((path) =>
      (['anonymous', 'TenantAdmin', 'TenantUser'] as const).flatMap((role) => {
        const status = statuses[role];
        return status === undefined ? [] : [{ route: `${method} ${path}`, role, variant, status }];
      }),
    ),
  );

/** Every cell of the app plane; a path's `01` stands for a row's id. */
export const appCells = [
  ...matrix.appPlane.flatMap((row) => appCellsOf(row, 'own')),
  ...appCellsOf(matrix.appPlaneForeign, 'other'),
];
