import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { denyAll, rolePolicy } from '../../../../services/identity/authorizer/rolePolicy.ts';

const Status = z.union([z.literal('2xx'), z.literal(403)]);
const Row = z.object({
  methods: z.array(z.string()),
  paths: z.array(z.string()),
  TenantAdmin: Status,
  TenantUser: Status,
});
const file = join(process.cwd(), 'test', 'cases', 'role-matrix.json');
const { appPlane } = z
  .object({ appPlane: z.array(Row) })
  .parse(JSON.parse(readFileSync(file, 'utf8')));

const roles = ['TenantAdmin', 'TenantUser'] as const;
const api = 'arn:aws:execute-api:us-east-1:000000000000:api1/v1';
const calling = `${api}/GET/products`;

const cases = appPlane.flatMap((row) =>
  row.methods.flatMap((method) =>
    row.paths.flatMap((path) =>
      roles.map((role) => ({ role, method, path, allowed: row[role] === '2xx' })),
    ),
  ),
);

/** Whether a policy's pattern covers a route, as IAM reads it. */
const covers = (pattern: string, arn: string): boolean => {
  const expression = pattern
    .split('*')
    .map((text) => text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${expression}$`).test(arn);
};

const allows = (role: (typeof roles)[number], arn: string): boolean =>
  rolePolicy(role, calling).Statement.some(
    ({ Effect, Resource }) => Effect === 'Allow' && Resource.some((one) => covers(one, arn)),
  );

describe('rolePolicy', () => {
  it.each(cases)('$role, $method $path: $allowed', ({ role, method, path, allowed }) => {
    expect(allows(role, `${api}/${method}/${path}`)).toBe(allowed);
  });

  it.each(roles)('is the same for %s whichever route is called first', (role) => {
    expect(rolePolicy(role, `${api}/DELETE/orders/01/x`)).toEqual(rolePolicy(role, calling));
  });

  it.each(
    roles.flatMap((role) => [
      { role, arn: calling.replace('api1', 'api2'), what: 'another API' },
      { role, arn: calling.replace('/v1/', '/v2/'), what: 'another stage' },
      { role, arn: `${api}/GET/tenants`, what: 'a route that nobody named' },
      { role, arn: `${api}/GET/productsX`, what: 'a route that begins alike' },
    ]),
  )('allows $role nothing on $what', ({ role, arn }) => {
    expect(allows(role, arn)).toBe(false);
  });
});

describe('denyAll', () => {
  it('covers every route of the stage', () => {
    const [statement] = denyAll(calling).Statement;

    expect(statement?.Effect).toBe('Deny');
    expect(covers(String(statement?.Resource), `${api}/PUT/orders/01`)).toBe(true);
  });
});
