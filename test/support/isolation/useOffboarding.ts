import { Route } from '../../../services/shared/route.ts';
import { deployedFunctions } from '../deployedFunctions.ts';
import { deployedTable } from '../deployedTables.ts';
import type { Product } from '../product.ts';
import type { People, Tenant } from './isolationPeople.ts';

const FOLDER = 'provisioning/offboarding';

const failure = {
  failure: { step: 'SealTenant', error: { Error: 'ByHand', Cause: 'by hand' } },
  undone: ['SealTenant'],
  stuck: [],
};

/**
 * Has a tenant leave, task by task: its saga lets a minute and a half pass after the first one. What is found before
 * all is gone, and after it, is looked for too.
 */
export const useOffboarding = async (
  product: Product,
  people: People,
  { tenantId }: Tenant,
): Promise<void> => {
  const { id: token } = (await people.operator()).tokens;
  const { invoke } = deployedFunctions(product);
  const routes = await deployedTable(product, 'RoutingTable');
  const rows = await deployedTable(product, 'PooledTable');
  await rows.put({ pk: `${tenantId}#0`, sk: 'product#left' });
  const own = { url: 'http://127.0.0.1:9/', tenantId };
  await people.call('control', 'POST webhooks', { token, body: own });
  const { tenantName } = Route.parse(await routes.get({ tenantId }));
  const body = { confirm: tenantName, graceDays: 0 };
  await people.call('control', `DELETE tenants/${tenantId}`, { token, body });
  await invoke(`${FOLDER}/startLifecycle`, {});
  const {
    operation,
    registrationId,
    writtenFor: owner,
    deployment,
  } = Route.parse(await routes.get({ tenantId }));
  const about = { eventId: operation?.id, tenantId, registrationId, owner, deployment };
  const position = { attempt: 0, replay: 0, enteredAt: new Date().toISOString() };
  const run = async (task: string, results: object = {}) => {
    const input = { ...about, ...position, ...failure, results };
    const { Payload } = await invoke(`${FOLDER}/${task}`, input);
    return JSON.parse(Buffer.from(Payload ?? []).toString());
  };
  await run('sealTenant.undo');
  await run('publishTenantOffboardingFailed.run');
  const results = { SealTenant: await run('sealTenant.run') };
  await run('beginErasure.run', results);
  await run('proveErased.run');
  await run('eraseRows.run');
  if (deployment === 'silo') await run('dropDataStore.run');
  for (const task of ['dropApiKey', 'dropIdentity', 'proveErased', 'dropRoute']) {
    await run(`${task}.run`);
  }
  await run('sealTenant.run');
  await run('publishTenantOffboarded.run');
  await people.call('control', `GET tenants/${tenantId}/erasure`, { token });
};
