import {
  CognitoIdentityProviderClient,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cognito } from '../../../../engine/aws/cognito/cognito.ts';
import type { Directory } from '../../../../services/provisioning/onboarding/createIdentity.ts';
import { cognitoDirectory } from '../../../../services/provisioning/tenants/cognitoDirectory.ts';
import { deleteUserPool } from '../../../../services/provisioning/tenants/deleteUserPool.ts';
import { aTenantId, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let client: CognitoIdentityProviderClient;
let directory: Directory;

beforeAll(async () => {
  engine = await productEngine([cognito]);
  client = new CognitoIdentityProviderClient();
  const pooledUserPoolId = async () => 'unused';
  directory = cognitoDirectory({ client, prefix: 'test-tenant', pooledUserPoolId });
});
afterAll(() => engine.destroy());

/** A pool as silo tenants have them where they are protected. */
const aProtectedPool = async (tenant: number) => {
  const admitMemberArn = 'arn:aws:lambda:us-east-1:000000000000:function:admit';
  const settings = {
    admitMemberArn,
    wordMailArn: 'arn:aws:lambda:us-east-1:000000000000:function:word',
    mailSenderArn: '',
    deletionProtection: 'ACTIVE',
  } as const;
  const id = await directory.createUserPool(aTenantId(tenant), aUlid(7), settings);
  await directory.offerSecondFactor(id);
  return id;
};

const described = async (UserPoolId: string) =>
  (await client.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;

describe('deleteUserPool', () => {
  it('deletes a pool that nobody deletes by mistake', async () => {
    const UserPoolId = await aProtectedPool(1);
    const mistake = client.send(new DeleteUserPoolCommand({ UserPoolId }));
    await expect(mistake).rejects.toMatchObject({ name: 'InvalidParameterException' });

    await deleteUserPool(client, UserPoolId);

    await expect(described(UserPoolId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('leaves a pool whose deletion fails as closed as it was, and deletes it at the next try', async () => {
    const id = await aProtectedPool(2);
    const before = await described(id);
    const error = 'InternalErrorException';
    const fault = { service: 'cognito-idp', operation: 'DeleteUserPool', error, times: 20 };
    engine.engine.faults.add({ ...fault, when: 'before' });

    await expect(deleteUserPool(client, id)).rejects.toMatchObject({ name: error });

    engine.engine.faults.clear();
    const left = await described(id);
    const changed = { DeletionProtection: 'INACTIVE', LastModifiedDate: left?.LastModifiedDate };
    expect(left).toEqual({ ...before, ...changed });
    await deleteUserPool(client, id);
    await expect(directory.findUserPools(aTenantId(2))).resolves.toEqual([]);
  });
});
