import { z } from 'zod';
import { PermanentError } from '#shared/errors.ts';
import { type Owned, type RemovalPorts, removeOwned } from '#shared/ownership.ts';
import { IdentityEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import type { StepInput } from './onboardingInput.ts';

const Identity = z.object({ userPoolId: z.string(), appClientId: z.string() });
type Identity = z.infer<typeof Identity>;

export const createIdentityStep = {
  name: 'CreateIdentity',
  run: 'provisioning/onboarding/createIdentity',
  undo: 'DeleteIdentity',
  result: Identity,
  environment: IdentityEnv.extend(RoutingTableEnv.shape),
} as const satisfies SagaStep;

/** The admin's e-mail address already signs in to another tenant of the pool. */
export class AdminEmailInUse extends PermanentError {
  override readonly name = 'AdminEmailInUse';
}

/** User pools and their app clients, found by the tenant's resource name. */
export type Directory = {
  pooledUserPoolId(): Promise<string>;
  createUserPool(tenantId: string, owner: string): Promise<string>;
  findUserPools(tenantId: string): Promise<Owned[]>;
  /** Succeeds when it is gone already. */
  deleteUserPool(userPoolId: string): Promise<void>;
  createAppClient(userPoolId: string, tenantId: string, owner: string): Promise<string>;
  /** All of the tenant's, and the known one, which may not be listed yet. */
  findAppClients(userPoolId: string, tenantId: string, known?: string): Promise<Owned[]>;
  /** Succeeds when it is gone already. */
  deleteAppClient(userPoolId: string, appClientId: string): Promise<void>;
  /** Whether the address is that of somebody of another tenant. */
  isEmailTaken(userPoolId: string, email: string, tenantId: string): Promise<boolean>;
};

/** Makes something, or on a retry finds what an earlier try of the same owner has made. */
const foundOrMade = async (
  { attempt, eventId }: StepInput,
  find: () => Promise<Owned[]>,
  make: () => Promise<string>,
): Promise<string> => {
  const found = attempt > 0 ? await find() : [];
  return found.find(({ owner }) => owner === eventId)?.id ?? make();
};

const userPoolFor = async (directory: Directory, input: StepInput): Promise<string> => {
  const { tenantId, eventId, adminEmail, deployment } = input;
  if (deployment === 'silo') {
    return foundOrMade(
      input,
      () => directory.findUserPools(tenantId),
      () => directory.createUserPool(tenantId, eventId),
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
      input,
      () => directory.findAppClients(userPoolId, input.tenantId),
      () => directory.createAppClient(userPoolId, input.tenantId, input.eventId),
    );
    return { userPoolId, appClientId };
  };

/** Undoes `createIdentity`, however far it came. A pool takes its clients and users with it. */
export const deleteIdentity =
  (directory: Directory, ports: RemovalPorts) =>
  async (input: StepInput<typeof createIdentityStep>) => {
    const { tenantId, eventId: owner, deployment, results } = input;
    const remove = removeOwned(ports);
    if (deployment === 'silo') {
      const pools = await directory.findUserPools(tenantId);
      await remove({ tenantId, owner }, pools, directory.deleteUserPool);
      return {};
    }
    const userPoolId = await directory.pooledUserPoolId();
    const known = results.CreateIdentity?.appClientId;
    const clients = await directory.findAppClients(userPoolId, tenantId, known);
    await remove({ tenantId, owner }, clients, (id) => directory.deleteAppClient(userPoolId, id));
    return {};
  };
