import type { Engine } from '../../engine.ts';
import type { ManagedPolicy } from '../../iam/managedPolicy.ts';
import { managedPoliciesIn } from '../../iam/managedPolicyStore.ts';
import { rolesIn, type StoredRole } from '../../iam/roleStore.ts';
import { randomString } from '../../kernel/random.ts';
import { Turns } from '../../kernel/turns.ts';
import { noSuchEntity } from './iamErrors.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ACCOUNT = 'account';

/** What the operations of IAM share: its records, and one change of them at a time. */
export const iamState = (engine: Engine) => {
  const roles = rolesIn(engine.store);
  const policies = managedPoliciesIn(engine.store);
  const turns = new Turns();

  const role = async (name: string): Promise<StoredRole> => {
    const found = await roles.get(name);
    if (!found) throw noSuchEntity(`The role with name ${name} cannot be found.`);
    return found;
  };
  const policy = async (arn: string): Promise<ManagedPolicy> => {
    const found = await policies.get(arn);
    if (!found) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
    return found;
  };
  const change = <T>(work: () => Promise<T>): Promise<T> => turns.take(ACCOUNT, work);

  return {
    roles,
    policies,
    /** Throws NoSuchEntity. */
    role,
    policy,
    /** Reads and writes of several callers do not mix. Not to be nested. */
    change,
    changeRole: (name: string, edit: (role: StoredRole) => StoredRole | Promise<StoredRole>) =>
      change(async () => {
        const edited = await edit(await role(name));
        await roles.put(name, edited);
      }),
    arn: (resource: string) => `arn:aws:iam::${engine.accountId}:${resource}`,
    newId: (prefix: string) => prefix + randomString(engine.random, ALPHABET, 17),
    /** Epoch seconds. */
    now: () => Math.floor(engine.clock.now() / 1000),
    /** Resolves when no change is under way. */
    idle: () => turns.idle(),
  };
};
export type IamState = ReturnType<typeof iamState>;
