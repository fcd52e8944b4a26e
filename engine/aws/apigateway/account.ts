import { z } from 'zod';
import type { Operation } from '../../endpoint/service.ts';
import { type Control, changing, reading } from './control.ts';
import { newValue, PatchOperations, type PatchRules, patched } from './patch.ts';

const Account = z.object({ cloudwatchRoleArn: z.string().optional() });
type Account = z.infer<typeof Account>;

const Get = z.strictObject({});
const Update = z.strictObject({ patchOperations: PatchOperations });

const described = (account: Account) => ({
  ...account,
  throttleSettings: { burstLimit: 5_000, rateLimit: 10_000 },
  features: ['UsagePlans'],
  apiKeyVersion: '4',
});

const rules: PatchRules<Account> = {
  '/cloudwatchRoleArn': (_, patch) => ({ cloudwatchRoleArn: newValue(patch) }),
};

/** The account's settings. Its throttle is AWS's default, which the engine does not enforce. */
export const accountOperations = (control: Control): Record<string, Operation> => {
  const accounts = control.engine.store.collection('apigateway.account', Account);
  const current = async () => (await accounts.get('account')) ?? {};
  return {
    GetAccount: reading(control, Get, async () => described(await current())),
    UpdateAccount: changing(control, Update, async (_, input) => {
      const account = patched(await current(), input.patchOperations, rules);
      await accounts.put('account', account);
      return described(account);
    }),
  };
};
