import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Product } from '../product.ts';
import { claimsIn, PASSWORD, type People, type Tenant } from './isolationPeople.ts';

/** What somebody may be, as seen from outside: a role, or nobody any more. */
export type Standing = 'TenantUser' | 'TenantAdmin' | 'SystemAdmin' | 'nobody';

type Role = Exclude<Standing, 'nobody'>;

/** Somebody made for one test; `self` is a user whom they may look at when they may look at any. */
export type Somebody = { token: string; username: string; self: string; tenant: Tenant };

type Call = {
  api: 'app' | 'control';
  request: (who: Somebody) => string;
  body?: (who: Somebody) => object;
  status: Readonly<Record<Standing, number>>;
};

const statuses = (TenantUser: number, TenantAdmin: number, SystemAdmin: number) => ({
  TenantUser,
  TenantAdmin,
  SystemAdmin,
  nobody: 403,
});

const order = { orderName: 'First', lines: [{ productId: '01', quantity: 1 }] };
let made = 0;
const freshEmail = () => {
  made += 1;
  return `somebody-${made}@people.example`;
};

/** Calls of each plane, and what they answer to each standing. */
const planes: Readonly<Record<string, readonly Call[]>> = {
  'app plane': [
    { api: 'app', request: () => 'GET products', status: statuses(200, 200, 403) },
    {
      api: 'app',
      request: () => 'POST orders',
      body: () => order,
      status: statuses(201, 201, 403),
    },
    {
      api: 'app',
      request: () => 'POST products',
      body: () => ({ name: 'Anvil', price: 12.5 }),
      status: statuses(403, 201, 403),
    },
  ],
  'users API': [
    {
      api: 'control',
      request: ({ tenant }) => `GET users?tenantId=${tenant.tenantId}`,
      status: statuses(403, 200, 200),
    },
    {
      api: 'control',
      request: () => 'POST users',
      body: ({ tenant: { tenantId } }) => ({ email: freshEmail(), role: 'TenantUser', tenantId }),
      status: statuses(403, 201, 201),
    },
    {
      api: 'control',
      request: ({ self }) => `GET users/${self}`,
      status: statuses(200, 200, 200),
    },
  ],
  'control API': [
    {
      api: 'control',
      request: ({ tenant }) => `GET tenants/${tenant.tenantId}`,
      status: statuses(403, 200, 200),
    },
    { api: 'control', request: () => 'GET tenants', status: statuses(403, 403, 200) },
    { api: 'control', request: () => 'GET sagas', status: statuses(403, 403, 200) },
  ],
};

/** What can become of somebody, or of their tenant. */
type What = 'disabled' | 'demoted' | 'promoted' | 'deleted' | 'deactivated';

/** What the planes' calls answer to somebody of this standing. */
export const expected = (standing: Standing): Record<string, number[]> =>
  Object.fromEntries(
    Object.entries(planes).map(([plane, calls]) => [
      plane,
      calls.map(({ status }) => status[standing]),
    ]),
  );

/** People in every role, what becomes of them, and what they can then call. */
export const isolationStandings = (world: {
  product: Product;
  people: People;
  operator: Awaited<ReturnType<People['operator']>>;
}) => {
  const { people, operator } = world;
  const operators = { UserPoolId: operator.userPoolId };

  const member = async (tenant: Tenant, role: Role): Promise<Somebody> => {
    const email = freshEmail();
    const username = await people.invite(tenant.admin.tokens.id, email, role);
    const { tokens } = await people.enter(tenant.clientId, email);
    return { token: tokens.id, username, self: username, tenant };
  };

  const systemAdmin = async (tenant: Tenant): Promise<Somebody> => {
    const email = freshEmail();
    await people.cognito.send(
      new AdminCreateUserCommand({
        ...operators,
        Username: email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'custom:userRole', Value: 'SystemAdmin' },
        ],
      }),
    );
    const password = { Username: email, Password: PASSWORD, Permanent: true };
    await people.cognito.send(new AdminSetUserPasswordCommand({ ...operators, ...password }));
    const clientId = world.product.stackOutputs['OperatorClientId'] ?? '';
    const { id: token } = await people.signIn({ clientId, email });
    const username = claimsIn(token)['cognito:username'];
    return { token, username, self: tenant.admin.username, tenant };
  };

  const put = (who: Somebody, change: object) =>
    people.call('control', `PUT users/${who.username}`, {
      token: who.tenant.admin.tokens.id,
      body: change,
    });

  const ofTenants: Record<What, (who: Somebody) => Promise<unknown>> = {
    disabled: (who: Somebody) => put(who, { enabled: false }),
    demoted: (who: Somebody) => put(who, { role: 'TenantUser' }),
    promoted: (who: Somebody) => put(who, { role: 'TenantAdmin' }),
    deleted: (who: Somebody) =>
      people.call('control', `DELETE users/${who.username}`, { token: who.tenant.admin.tokens.id }),
    deactivated: ({ tenant }: Somebody) =>
      people.setStatus(tenant, 'deactivate', operator.tokens.id),
  };

  const role = { Name: 'custom:userRole', Value: 'TenantAdmin' };
  const ofOperators: Partial<typeof ofTenants> = {
    disabled: ({ username: Username }) =>
      people.cognito.send(new AdminDisableUserCommand({ ...operators, Username })),
    demoted: ({ username: Username }) =>
      people.cognito.send(
        new AdminUpdateUserAttributesCommand({ ...operators, Username, UserAttributes: [role] }),
      ),
    deleted: ({ username: Username }) =>
      people.cognito.send(new AdminDeleteUserCommand({ ...operators, Username })),
  };

  return {
    somebody: (tenant: Tenant, as: Role) =>
      as === 'SystemAdmin' ? systemAdmin(tenant) : member(tenant, as),
    change: (what: What, who: Somebody, as: Role) =>
      ((as === 'SystemAdmin' && ofOperators[what]) || ofTenants[what])(who),
    /** The statuses of all planes' calls, one after the other. */
    async statuses(who: Somebody): Promise<Record<string, number[]>> {
      const found: Record<string, number[]> = {};
      for (const [plane, calls] of Object.entries(planes)) {
        found[plane] = [];
        for (const { api, request, body } of calls) {
          const more = { token: who.token, body: body?.(who) };
          found[plane].push((await people.call(api, request(who), more)).status);
        }
      }
      return found;
    },
  };
};
