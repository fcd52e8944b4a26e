import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { randomString } from '../../../kernel/random.ts';
import { limitExceeded, notCovered } from '../errors.ts';
import { ClientId, UserPoolId } from '../fields.ts';
import { cognitoOperation } from '../operation.ts';
import { keyBehind, tokenAfter } from '../pageToken.ts';
import { requirePool } from '../pools/requirePool.ts';
import type { CognitoState } from '../state.ts';
import { type Client, clientKey, describedClient } from './client.ts';
import { ClientSettings, checkClientSettings } from './clientSettings.ts';
import { requireClient } from './requireClient.ts';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

const ClientName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w\s+=,.@-]+$/);

const ClientAddress = z.strictObject({ UserPoolId, ClientId });

const checkCount = async ({ engine, clientCounts }: CognitoState, poolId: string) => {
  if ((await clientCounts.of(poolId)) < engine.quotas.appClientsPerPool) return;
  throw limitExceeded('app clients of the user pool');
};

/** Clients have no secret: GenerateSecret is refused by name. */
export const createUserPoolClient = (state: CognitoState): Operation =>
  cognitoOperation(
    ClientSettings.extend({ UserPoolId, ClientName, GenerateSecret: z.boolean().optional() }),
    ({ UserPoolId: poolId, ClientName: name, GenerateSecret, ...settings }) =>
      state.turns.take(poolId, async () => {
        if (GenerateSecret) throw notCovered('clients with GenerateSecret');
        const pool = await requirePool(state, poolId);
        checkClientSettings(pool, settings);
        await checkCount(state, poolId);
        const now = state.engine.clock.now();
        const id = randomString(state.engine.random, ALPHABET, 26);
        const client: Client = { poolId, id, name, createdAt: now, modifiedAt: now, settings };
        await state.engine.store.batch([
          state.clients.putting(clientKey(poolId, id), client),
          state.clientOwners.putting(id, { poolId }),
        ]);
        state.clientCounts.changed(poolId, 1);
        return { UserPoolClient: describedClient(client) };
      }),
  );

/** A client of another pool is not found. */
export const describeUserPoolClient = (state: CognitoState): Operation =>
  cognitoOperation(ClientAddress, async (input) => {
    await requirePool(state, input.UserPoolId);
    const client = await requireClient(state, input.UserPoolId, input.ClientId);
    return { UserPoolClient: describedClient(client) };
  });

/** Settings that are not given go back to their defaults, as Cognito does it. */
export const updateUserPoolClient = (state: CognitoState): Operation =>
  cognitoOperation(
    ClientSettings.extend({ UserPoolId, ClientId, ClientName: ClientName.optional() }),
    ({ UserPoolId: poolId, ClientId: id, ClientName: name, ...settings }) =>
      state.turns.take(poolId, async () => {
        const pool = await requirePool(state, poolId);
        const known = await requireClient(state, poolId, id);
        checkClientSettings(pool, settings);
        const modifiedAt = state.engine.clock.now();
        const client: Client = { ...known, name: name ?? known.name, modifiedAt, settings };
        await state.clients.put(clientKey(poolId, id), client);
        return { UserPoolClient: describedClient(client) };
      }),
  );

/** Tokens that the client was given end with it. */
export const deleteUserPoolClient = (state: CognitoState): Operation =>
  cognitoOperation(ClientAddress, ({ UserPoolId: poolId, ClientId: id }) =>
    state.turns.take(poolId, async () => {
      await requirePool(state, poolId);
      await requireClient(state, poolId, id);
      await state.engine.store.batch([
        state.clients.deleting(clientKey(poolId, id)),
        state.clientOwners.deleting(id),
      ]);
      state.clientCounts.changed(poolId, -1);
      return {};
    }),
  );

const ListInput = z.strictObject({
  UserPoolId,
  MaxResults: z.int().min(1).max(60).default(60),
  NextToken: z.string().optional(),
});

/** Pages in the order of client ids. */
export const listUserPoolClients = (state: CognitoState): Operation =>
  cognitoOperation(ListInput, async ({ UserPoolId: poolId, MaxResults, NextToken }) => {
    await requirePool(state, poolId);
    const prefix = clientKey(poolId, '');
    const found = await state.clients.list({
      prefix,
      limit: MaxResults + 1,
      ...keyBehind(NextToken, prefix),
    });
    const page = found.slice(0, MaxResults);
    const last = found.length > MaxResults ? page.at(-1) : undefined;
    return {
      UserPoolClients: page.map(({ value }) => ({
        ClientId: value.id,
        UserPoolId: poolId,
        ClientName: value.name,
      })),
      ...(last && { NextToken: tokenAfter(last.key) }),
    };
  });
