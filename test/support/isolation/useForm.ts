import { deployedFunctions } from '../deployedFunctions.ts';
import type { Product } from '../product.ts';
import { until } from '../until.ts';

/**
 * A sign-up by the form, whose first mail is the relay's, and whose second brings the code; then its admin asks
 * where to sign in.
 */
export const useForm = async (product: Product): Promise<void> => {
  const fault = { error: 'TooManyRequestsException', when: 'before', times: 1 } as const;
  product.fault({ service: 'ses', operation: 'SendEmail', ...fault });
  const email = 'formed@used.example';
  const body = { tenantName: 'Formed', adminEmail: email, tier: 'basic' };
  const key = { 'idempotency-key': 'formed' };
  const { registrationId } = (await product.post('registrations', body, key)).body;
  await product.post('registrations', body, key);
  await product.confirm(registrationId, email);
  await product.settled(registrationId);
  await until(async () => {
    await deployedFunctions(product).invoke('mail/relayMail', {});
    return (await product.mailTo(email)).length === 3;
  });
  await product.post('sign-in/reminder', { email });
};
