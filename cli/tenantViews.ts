import { z } from 'zod';
import type { Connected } from './session.ts';
import type { Cell, Terminal, Tone } from './terminal.ts';

const Change = z.object({ by: z.string(), at: z.string(), reason: z.string().optional() });
type Change = z.infer<typeof Change>;

const Named = z.looseObject({
  tenantId: z.string(),
  tenantName: z.string(),
  status: z.string(),
  /** When a tenant that is to leave is erased. */
  eraseAt: z.string().optional(),
});

/** A tenant as lists show it. */
export const ListedTenant = Named.extend({ tier: z.string(), deployment: z.string() });
type ListedTenant = z.infer<typeof ListedTenant>;

const Standing = Named.extend({
  protected: z.boolean(),
  statusChange: Change.optional(),
  protectionChange: Change.optional(),
});
type Standing = z.infer<typeof Standing>;

/** A tenant with all that is known of it. */
export const Tenant = Standing.extend({
  ...ListedTenant.shape,
  since: z.string(),
  adminEmail: z.string(),
  phone: z.string().optional(),
  phoneExtension: z.string().optional(),
  address: z.string().optional(),
  userPoolId: z.string(),
  identity: z.string(),
  data: z.string(),
  appApiUrl: z.string(),
  operation: z.object({ id: z.string(), kind: z.string(), since: z.string() }).optional(),
});
type Tenant = z.infer<typeof Tenant>;

const TONES: Record<string, Tone> = { active: 'good', leaving: 'busy' };

const statusOf = ({ paint }: Terminal, { status, eraseAt }: z.infer<typeof Named>): Cell =>
  paint(
    TONES[status] ?? 'bad',
    eraseAt === undefined ? status : `${status}, erased from ${eraseAt}`,
  );

/** Tenants as a table, one a row. */
export const printTenants = (terminal: Terminal, tenants: readonly ListedTenant[]): void =>
  terminal.table(
    ['TENANT', 'NAME', 'TIER', 'PLACED IN', 'STATUS'],
    tenants.map((tenant) => [
      tenant.tenantId,
      tenant.tenantName,
      tenant.tier,
      tenant.deployment,
      statusOf(terminal, tenant),
    ]),
  );

const changeRow = (name: string, change: Change | undefined): Cell[][] => {
  if (!change) return [];
  const { by, at, reason } = change;
  return [[name, `${at} by ${by}${reason === undefined ? '' : `: ${reason}`}`]];
};

const standingRows = (terminal: Terminal, standing: Standing): Cell[][] => [
  ['tenant', `${standing.tenantName}  ${standing.tenantId}`],
  ['status', statusOf(terminal, standing)],
  ...changeRow('changed', standing.statusChange),
  ['protected', standing.protected ? 'yes' : 'no'],
  ...changeRow('changed', standing.protectionChange),
];

const phoneOf = ({ phone = '', phoneExtension }: Tenant): string =>
  phoneExtension === undefined ? phone : `${phone} ext. ${phoneExtension}`;

const contactRows = (tenant: Tenant): Cell[][] => [
  ['e-mail', tenant.adminEmail],
  ...(tenant.phone === undefined ? [] : [['telephone', phoneOf(tenant)]]),
  ...(tenant.address?.split('\n') ?? []).map((line, at) => [at === 0 ? 'address' : '', line]),
];

const operationRows = ({ operation }: Tenant): Cell[][] =>
  operation === undefined
    ? []
    : [['under way', `${operation.kind} ${operation.id} since ${operation.since}`]];

/** One tenant with all that is known of it. */
export const printTenant = ({ terminal }: Connected, tenant: Tenant): void =>
  terminal.table(
    [],
    [
      ...standingRows(terminal, tenant),
      ...operationRows(tenant),
      ['since', tenant.since],
      ['tier', tenant.tier],
      ['placed in', tenant.deployment],
      ['users', `${tenant.identity}: ${tenant.userPoolId}`],
      ['data', tenant.data],
      ['application', tenant.appApiUrl],
      ...contactRows(tenant),
    ],
  );

/** How a tenant stands after a change. */
export const printStanding = (to: Connected, answer: unknown): void => {
  const standing = Standing.parse(answer);
  if (to.json) to.terminal.json(standing);
  else to.terminal.table([], standingRows(to.terminal, standing));
};
