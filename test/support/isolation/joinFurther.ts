import type { Product } from '../product.ts';
import type { People } from './isolationPeople.ts';

/** Somebody who has signed in before becomes the admin of one more tenant of the pool, and a user of yet another. */
export const joinFurther = async (
  product: Product,
  people: People,
  operatorToken: string,
): Promise<void> => {
  const email = 'admin@usedbasic.example';
  const onboarded = async (tenantName: string, adminEmail: string) => {
    const { registrationId } = await product.register({ tenantName, adminEmail, tier: 'basic' });
    return product.settled(registrationId);
  };
  await onboarded('Further', email);
  const { tenantId } = await onboarded('Third', 'third@used.example');
  const body = { email, role: 'TenantUser', tenantId };
  await people.call('control', 'POST users', { token: operatorToken, body });
  await people.call('control', `GET users?tenantId=${tenantId}`, { token: operatorToken });
};
