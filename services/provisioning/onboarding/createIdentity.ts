import { PermanentError } from '#shared/errors.ts';
import type { Identity, StepInput } from '../saga/sagaState.ts';
import { withKnown } from '../tenants/tenantResources.ts';

/** The admin's e-mail address already signs in to another tenant of the pool. */
export class AdminEmailInUse extends PermanentError {
  override readonly name = 'AdminEmailInUse';
}

/** User pools and their app clients, found by the tenant's resource name. */
export type Directory = {
  pooledUserPoolId(): Promise<string>;
  createUserPool(tenantId: string): Promise<string>;
  findUserPools(tenantId: string): Promise<string[]>;
  /** Succeeds when it is gone already. */
  deleteUserPool(userPoolId: string): Promise<void>;
  createAppClient(userPoolId: string, tenantId: string): Promise<string>;
  findAppClients(userPoolId: string, tenantId: string): Promise<string[]>;
  /** Succeeds when it is gone already. */
  deleteAppClient(userPoolId: string, appClientId: string): Promise<void>;
  /** Whether the address is that of somebody of another tenant. */
  isEmailTaken(userPoolId: string, email: string, tenantId: string): Promise<boolean>;
};

/** Makes something, or on a retry finds what an earlier try has made. */
const foundOrMade = async (
  attempt: number,
  find: () => Promise<string[]>,
  make: () => Promise<string>,
): Promise<string> => {
  const [found] = attempt > 0 ? await find() : [];
  return found ?? make();
};

const userPoolFor = async (directory: Directory, input: StepInput): Promise<string> => {
  const { tenantId, adminEmail, deployment, attempt } = input;
  if (deployment === 'silo') {
    return foundOrMade(
      attempt,
      () => directory.findUserPools(tenantId),
      () => directory.createUserPool(tenantId),
    );
  }
  const userPoolId = await directory.pooledUserPoolId();
  if (await directory.isEmailTaken(userPoolId, adminEmail, tenantId)) {
    throw new AdminEmailInUse(
      'the admin e-mail address already signs in to another tenant; give another address',
    );
  }
  return userPoolId;
};

/** A silo tenant gets its own user pool; every tenant gets an app client. */
export const createIdentity =
  (directory: Directory) =>
  async (input: StepInput): Promise<Identity> => {
    const userPoolId = await userPoolFor(directory, input);
    const appClientId = await foundOrMade(
      input.attempt,
      () => directory.findAppClients(userPoolId, input.tenantId),
      () => directory.createAppClient(userPoolId, input.tenantId),
    );
    return { userPoolId, appClientId };
  };

/** Undoes `createIdentity`, however far it came. A pool takes its clients and users with it. */
export const deleteIdentity = (directory: Directory) => async (input: StepInput) => {
  const { tenantId, deployment, results } = input;
  if (deployment === 'silo') {
    for (const userPoolId of await directory.findUserPools(tenantId)) {
      await directory.deleteUserPool(userPoolId);
    }
    return {};
  }
  const userPoolId = await directory.pooledUserPoolId();
  const found = await directory.findAppClients(userPoolId, tenantId);
  for (const appClientId of withKnown(results.CreateIdentity?.appClientId, found)) {
    await directory.deleteAppClient(userPoolId, appClientId);
  }
  return {};
};
