import {
  APIGatewayClient,
  paginateGetUsagePlans,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import type { Role } from '../../events/fields.ts';
import { isolationPeople } from '../support/isolation/isolationPeople.ts';
import { type Product, startProduct } from '../support/product.ts';
import { webhookSubscriber } from '../support/webhookSubscriber.ts';
import { KnownValues } from './knownValues.ts';

/** Made once for the requests to change and remove; who calls is never among them. */
const SPARE_USERS = 12;

/** Takes the tenants' quotas and rates away: what is turned away by them tells nothing of a function. */
const liftPlans = async ({ sdk }: Product): Promise<void> => {
  const client = new APIGatewayClient(sdk);
  for await (const { items = [] } of paginateGetUsagePlans({ client }, {})) {
    for (const { id: usagePlanId } of items) {
      const patchOperations = ['/quota', '/throttle'].map((path) => ({
        op: 'remove' as const,
        path,
      }));
      await client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
    }
  }
};

/** A running product with people of every role, and what they can ask for. */
export const fuzzWorld = async () => {
  const product = await startProduct();
  await liftPlans(product);
  const people = isolationPeople(product);
  const operator = await people.operator();
  const tenants = [
    await people.onboard('Acme', 'premium'),
    await people.onboard('Globex', 'platinum'),
  ];
  const { tenantId: idleTenant } = await people.onboard('Idle', 'basic');
  const subscriber = await webhookSubscriber(people, operator.tokens.id);
  const tokens: Readonly<Record<Role, readonly string[]>> = {
    SystemAdmin: [operator.tokens.id],
    TenantAdmin: tenants.map(({ admin }) => admin.tokens.id),
    TenantUser: tenants.map(({ user }) => user.tokens.id),
  };
  const known = new KnownValues();
  known.add('url', subscriber.url);
  for (const { tenantId, tenantName, registrationId, admin } of tenants) {
    known.add('tenantId', tenantId);
    known.add('tenantName', tenantName);
    known.add('registrationId', registrationId);
    for (let n = 0; n < SPARE_USERS; n += 1) {
      known.add(
        'username',
        await people.invite(admin.tokens.id, `spare-${n}@${tenantName}.example`),
      );
    }
  }
  const sagas = await people.call('control', 'GET sagas', { token: operator.tokens.id });
  for (const { executionName } of sagas.body.sagas) known.add('executionName', executionName);
  known.add('webhookId', (await subscriber.subscribe()).webhookId);
  return {
    tokens,
    known,
    /** The tenant that is switched off and on: the others stay as they are. */
    idleTenant,
    urls: { control: product.outputs.ControlApiUrl, app: product.outputs.AppApiUrl },
    async stop() {
      await subscriber.close();
      await product.stop();
    },
  };
};

export type FuzzWorld = Awaited<ReturnType<typeof fuzzWorld>>;
