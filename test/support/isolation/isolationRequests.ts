import { z } from 'zod';
import type { AppRoute, ControlRoute } from '../declaredRoutes.ts';
import { codeIn } from '../mailedCode.ts';
import type { WebhookSubscriber } from '../webhookSubscriber.ts';
import type { MatrixRole, Variant } from './isolationMatrix.ts';
import type { People, Person, Tenant } from './isolationPeople.ts';

/** One call of the matrix: who, and whose resource. */
export type Attempt = { role: MatrixRole; variant: Variant; home: Tenant; other: Tenant };

type Request = { path: string; body?: unknown };
type Builder = (attempt: Attempt, owner: Tenant) => Request | Promise<Request>;

const Row = z.union([
  z.object({ productId: z.string() }).transform(({ productId }) => productId),
  z.object({ orderId: z.string() }).transform(({ orderId }) => orderId),
]);

const bodies = {
  products: { name: 'Anvil', price: 12.5 },
  orders: { orderName: 'First', lines: [{ productId: '01', quantity: 1 }] },
};

const callerIn = ({ role, home }: Attempt): Person =>
  role === 'TenantAdmin' ? home.admin : home.user;

/**
 * How each route of the matrix is called. What a call would change is made for it alone, so that no
 * cell disturbs another.
 */
export const isolationRequests = (
  people: People,
  facts: {
    failedSaga: string;
    operatorToken: string;
    subscriber?: WebhookSubscriber;
    /** The id of a tenant that nobody needs: operators switch it off and on. */
    idleTenant?: string;
  },
) => {
  let count = 0;
  const fresh = (): number => {
    count += 1;
    return count;
  };
  const email = () => `fresh-${fresh()}@people.example`;

  /** A user of the owner's whom nobody else needs; operators' invitations are not counted. */
  const disposable = async ({ tenantId }: Tenant) =>
    `users/${await people.inviteTo(tenantId, facts.operatorToken, email())}`;

  /** A sign-up of its own that waits for its code. */
  const unconfirmed = async () => {
    const body = { tenantName: `Fresh ${fresh()}`, adminEmail: email(), tier: 'basic' };
    const answer = await people.call('control', 'POST registrations', { body });
    return { registrationId: String(answer.body.registrationId), adminEmail: body.adminEmail };
  };

  const userPath = (attempt: Attempt, owner: Tenant) =>
    attempt.variant === 'self' ? `users/${callerIn(attempt).username}` : disposable(owner);

  /** The tenant that is switched off or on: what others ask for is refused, and changes nothing. */
  const switched = ({ role }: Attempt, { tenantId }: Tenant): string =>
    (role === 'SystemAdmin' ? facts.idleTenant : undefined) ?? tenantId;

  /** A path below a verified endpoint of its own. */
  const webhook = (path: string) => async () => {
    const made = await facts.subscriber?.subscribe();
    return { path: `webhooks/${made?.webhookId}${path}` };
  };

  /** What stands for each parameter of a path, of a route that nothing else needs to be said of. */
  const parametersOf = ({ tenantId, registrationId, tenantName }: Tenant) =>
    new Map(
      Object.entries({ tenantId, registrationId, tenantName, executionName: facts.failedSaga }),
    );

  const byPath = (route: ControlRoute, owner: Tenant): Request => {
    const [, path = ''] = route.split(' /');
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = parametersOf(owner).get(name);
      if (value === undefined) throw new Error(`${route}: nothing says what its ${name} is`);
      return value;
    });
    return { path: filled };
  };

  const control: Partial<Readonly<Record<ControlRoute, Builder>>> = {
    'POST /registrations': () => ({
      path: 'registrations',
      body: { tenantName: `Fresh ${fresh()}`, adminEmail: email(), tier: 'basic' },
    }),
    'POST /tenants': () => ({
      path: 'tenants',
      body: { tenantName: `Fresh ${fresh()}`, adminEmail: email(), tier: 'basic' },
    }),
    'GET /registrations': (_, { tenantName }) => ({
      path: `registrations?${new URLSearchParams({ query: tenantName })}`,
    }),
    'POST /registrations/{registrationId}/confirm': async () => {
      const { registrationId, adminEmail } = await unconfirmed();
      const code = codeIn(await people.mailTo(adminEmail));
      return { path: `registrations/${registrationId}/confirm`, body: { code } };
    },
    'PUT /registrations/{registrationId}/confirmation': async () => ({
      path: `registrations/${(await unconfirmed()).registrationId}/confirmation`,
    }),
    'POST /sign-in/reminder': () => ({ path: 'sign-in/reminder', body: { email: email() } }),
    'PUT /tenants/{tenantId}': (_, { tenantId }) => ({
      path: `tenants/${tenantId}`,
      body: { address: 'Hauptstr. 1' },
    }),
    'POST /tenants/{tenantId}/deactivate': (attempt, owner) => ({
      path: `tenants/${switched(attempt, owner)}/deactivate`,
      body: { reason: 'a test' },
    }),
    'POST /tenants/{tenantId}/activate': (attempt, owner) => ({
      path: `tenants/${switched(attempt, owner)}/activate`,
    }),
    'DELETE /tenants/{tenantId}': async (attempt, owner) => {
      const tenantId = switched(attempt, owner);
      const token = facts.operatorToken;
      const { body } = await people.call('control', `GET tenants/${tenantId}`, { token });
      const confirm = String(body.tenantName);
      return { path: `tenants/${tenantId}`, body: { confirm, graceDays: 90 } };
    },
    'GET /users': ({ role }, owner) => ({
      path: role === 'SystemAdmin' ? `users?tenantId=${owner.tenantId}` : 'users',
    }),
    'POST /users': ({ role }, { tenantId }) => ({
      path: 'users',
      body: { email: email(), role: 'TenantUser', ...(role === 'SystemAdmin' && { tenantId }) },
    }),
    'GET /users/{username}': async (attempt, owner) => ({ path: await userPath(attempt, owner) }),
    'PUT /users/{username}': async (attempt, owner) => ({
      path: await userPath(attempt, owner),
      body: { enabled: false },
    }),
    'PUT /users/{username}/email': async (attempt, owner) => ({
      path: `${await userPath(attempt, owner)}/email`,
      body: { email: email() },
    }),
    'POST /users/{username}/email/confirm': async (attempt, owner) => {
      const path = `${await userPath(attempt, owner)}/email`;
      const wanted = { email: email() };
      await people.call('control', `PUT ${path}`, { token: tokenOf(attempt), body: wanted });
      const mails = await people.mailTo(wanted.email);
      const code = attempt.variant === 'self' ? codeIn(mails) : '00000000';
      return { path: `${path}/confirm`, body: { code } };
    },
    'POST /users/{username}/invitation': async (attempt, owner) => ({
      path: `${await userPath(attempt, owner)}/invitation`,
    }),
    'DELETE /users/{username}/second-factor': async (attempt, owner) => ({
      path: `${await userPath(attempt, owner)}/second-factor`,
    }),
    'DELETE /users/{username}': async (attempt, owner) => ({
      path: await userPath(attempt, owner),
    }),
    'POST /sagas/replay': () => ({ path: 'sagas/replay', body: {} }),
    'POST /webhooks': () => ({ path: 'webhooks', body: { url: facts.subscriber?.url } }),
    'GET /webhooks/{webhookId}': webhook(''),
    'DELETE /webhooks/{webhookId}': webhook(''),
    'POST /webhooks/{webhookId}/secret': webhook('/secret'),
    'POST /webhooks/{webhookId}/verify': webhook('/verify'),
    'POST /webhooks/{webhookId}/enable': webhook('/enable'),
    'GET /webhooks/{webhookId}/deliveries': webhook('/deliveries'),
    'POST /webhooks/{webhookId}/redrive': webhook('/redrive'),
  };

  const tokenOf = (attempt: Attempt): string | undefined => {
    if (attempt.role === 'anonymous') return undefined;
    if (attempt.role === 'SystemAdmin') return facts.operatorToken;
    return callerIn(attempt).tokens.id;
  };

  const ownerIn = ({ variant, home, other }: Attempt) => (variant === 'other' ? other : home);

  /** Makes a product or an order; answers its id. */
  const row = async (token: string, kind: keyof typeof bodies): Promise<string> => {
    const answer = await people.call('app', `POST ${kind}`, { token, body: bodies[kind] });
    return Row.parse(answer.body);
  };

  return {
    row,
    bodies,
    /** Calls a declared route of the control API. */
    async control(route: ControlRoute, attempt: Attempt) {
      const owner = ownerIn(attempt);
      const { path, body } = await (control[route]?.(attempt, owner) ?? byPath(route, owner));
      const [method] = route.split(' ');
      return people.call('control', `${method} ${path}`, { token: tokenOf(attempt), body });
    },
    /** Calls a declared route of the application API; its `{id}` becomes a row made for this call. */
    async app(route: AppRoute, attempt: Attempt) {
      const kind = route.includes('products') ? 'products' : 'orders';
      const needsRow = route.endsWith('{id}');
      const id = needsRow ? await row(ownerIn(attempt).admin.tokens.id, kind) : '';
      const body = /^(POST|PUT) /.test(route) ? bodies[kind] : undefined;
      const request = route.replace('/', '').replace('{id}', id);
      return people.call('app', request, { token: tokenOf(attempt), body });
    },
  };
};
