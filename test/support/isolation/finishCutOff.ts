import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { ulid } from 'ulid';
import { personTable } from '../../../services/identity/personTable.ts';
import { aTenantId, aUlid } from '../builders.ts';
import { deployedFunctions } from '../deployedFunctions.ts';
import { deployedTable } from '../deployedTables.ts';
import { pooledUserPoolOf } from '../pooledUserPool.ts';
import type { Product } from '../product.ts';

const AN_HOUR = 3_600_000;

/** Leaves an invitation as if it was cut off an hour ago, when it had made its user, and has the relay end it. */
export const finishCutOff = async (product: Product): Promise<void> => {
  const { documents, name } = await deployedTable(product, 'Members');
  const userPoolId = await pooledUserPoolOf(product);
  const email = 'cut-off@used.example';
  const begunAt = Date.now() - AN_HOUR;
  const joining = {
    tenantId: aTenantId(903),
    userPoolId,
    email,
    membershipId: ulid(begunAt),
    madeFor: aUlid(903),
    createdAt: new Date(begunAt).toISOString(),
  };
  await personTable(documents, name).begin(joining, false);
  const user = { UserPoolId: userPoolId, Username: email };
  await new CognitoIdentityProviderClient(product.sdk).send(new AdminCreateUserCommand(user));
  await deployedFunctions(product).invoke('identity/finishRemovals', {});
};
