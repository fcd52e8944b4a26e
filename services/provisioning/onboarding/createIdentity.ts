import * as z from 'zod';
import { type Owned, type RemovalPorts, removeOwned } from '#shared/ownership.ts';
import {
  type DeletionProtection,
  IdentityEnv,
  ProtectionEnv,
  RoutingTableEnv,
} from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import type { StepInput } from './onboardingInput.ts';

const Identity = z.object({ userPoolId: z.string(), appClientId: z.string() });
type Identity = z.infer<typeof Identity>;

export const createIdentityStep = {
  name: 'CreateIdentity',
  run: 'provisioning/onboarding/createIdentity',
  undo: 'DeleteIdentity',
  result: Identity,
  environment: IdentityEnv.extend({
    ...RoutingTableEnv.shape,
    ...ProtectionEnv.shape,
    /** What pools ask before they write tokens. */
    ADMIT_MEMBER_ARN: z.string().min(1),
    /** What pools ask before they mail something; empty where Cognito sends it. */
    WORD_MAIL_ARN: z.string(),
    /** The SES identity that pools' mail is from; empty where Cognito sends it. */
    MAIL_SENDER_ARN: z.string(),
  }),
} as const satisfies SagaStep;

/** What silo tenants' pools differ in from one deployment to another. */
export type PoolSettings = {
  admitMemberArn: string;
  /** Empty where Cognito sends a pool's mail, and in its own words. */
  wordMailArn: string;
  /** Empty where Cognito sends a pool's mail. */
  mailSenderArn: string;
  deletionProtection: DeletionProtection;
};

/** An app client, and whose it is to be. */
export type OneAppClient = { userPoolId: string; tenantId: string; appClientId: string };

/** User pools and their app clients, found by the tenant's resource name. */
export type Directory = {
  pooledUserPoolId(): Promise<string>;
  createUserPool(tenantId: string, owner: string, settings: PoolSettings): Promise<string>;
  /** Lets the pool's users add an authenticator app as second factor. */
  offerSecondFactor(userPoolId: string): Promise<void>;
  findUserPools(tenantId: string): Promise<Owned[]>;
  /** Lifts its protection first. Succeeds when it is gone already. */
  deleteUserPool(userPoolId: string): Promise<void>;
  createAppClient(userPoolId: string, tenantId: string, owner: string): Promise<string>;
  /** All of the tenant's, and the known one, which may not be listed yet. */
  findAppClients(userPoolId: string, tenantId: string, known?: string): Promise<Owned[]>;
  /** The tenant's app client of this id, without a listing. */
  findAppClient(client: OneAppClient): Promise<Owned[]>;
  /** Succeeds when it is gone already. */
  deleteAppClient(userPoolId: string, appClientId: string): Promise<void>;
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

const ownPool = async (
  directory: Directory,
  settings: PoolSettings,
  input: StepInput,
): Promise<string> => {
  const { tenantId, eventId } = input;
  const userPoolId = await foundOrMade(
    input,
    () => directory.findUserPools(tenantId),
    () => directory.createUserPool(tenantId, eventId, settings),
  );
  await directory.offerSecondFactor(userPoolId);
  return userPoolId;
};

/** A silo tenant gets its own user pool, which asks this function before it writes tokens; every tenant gets an app client. */
export const createIdentity =
  (directory: Directory, settings: PoolSettings) =>
  async (input: StepInput): Promise<Identity> => {
    const { tenantId, eventId, deployment } = input;
    const userPoolId =
      deployment === 'silo'
        ? await ownPool(directory, settings, input)
        : await directory.pooledUserPoolId();
    const appClientId = await foundOrMade(
      input,
      () => directory.findAppClients(userPoolId, tenantId),
      () => directory.createAppClient(userPoolId, tenantId, eventId),
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
