import type { Product } from '../product.ts';
import type { People, Tenant } from './isolationPeople.ts';

/**
 * Has an operator switch a tenant off and on, protect it and change its contact data, and leaves it switched off. Of the
 * last change the bus does not hear, so that it is the relay's.
 */
export const useLifecycle = async (
  product: Product,
  people: People,
  tenant: Tenant,
): Promise<void> => {
  const { id: token } = (await people.operator()).tokens;
  const path = `tenants/${tenant.tenantId}`;
  await people.setStatus(tenant, 'deactivate', token);
  await people.setStatus(tenant, 'activate', token);
  await people.call('control', `PUT ${path}/protection`, { token });
  await people.call('control', `DELETE ${path}/protection`, { token });
  await people.call('control', `PUT ${path}`, { token, body: { address: 'Hauptstr. 1' } });
  const fault = { error: 'ValidationException', when: 'before', times: 1 } as const;
  product.fault({ service: 'events', operation: 'PutEvents', ...fault });
  await people.setStatus(tenant, 'deactivate', token);
};
