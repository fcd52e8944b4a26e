import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cognito } from '../../../../engine/aws/cognito/cognito.ts';
import { operatorPool } from '../../../../services/identity/authorizer/operatorPool.ts';
import { userPoolInput } from '../../../../services/provisioning/tenants/tenantUserPool.ts';
import { aTenantId, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let client: CognitoIdentityProviderClient;
let UserPoolId: string;
const isOperator = (username: string) => operatorPool(client, UserPoolId)(username);

beforeAll(async () => {
  engine = await productEngine([cognito]);
  client = new CognitoIdentityProviderClient();
  const create = new CreateUserPoolCommand(userPoolInput('test', aTenantId(1), aUlid(1)));
  UserPoolId = String((await client.send(create)).UserPool?.Id);
});
afterAll(() => engine.destroy());

const anOperator = async (email: string, role: string | undefined): Promise<string> => {
  const create = new AdminCreateUserCommand({
    UserPoolId,
    Username: email,
    UserAttributes: [
      { Name: 'email', Value: email },
      ...(role === undefined ? [] : [{ Name: 'custom:userRole', Value: role }]),
    ],
  });
  return String((await client.send(create)).User?.Username);
};

describe('operatorPool', () => {
  it('knows an enabled SystemAdmin, and nobody who is disabled or deleted', async () => {
    const Username = await anOperator('ops@x.example', 'SystemAdmin');
    const known: boolean[] = [await isOperator(Username)];
    await client.send(new AdminDisableUserCommand({ UserPoolId, Username }));
    known.push(await isOperator(Username));
    await client.send(new AdminEnableUserCommand({ UserPoolId, Username }));
    known.push(await isOperator(Username));
    await client.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
    known.push(await isOperator(Username));

    expect(known).toEqual([true, false, true, false]);
  });

  it('knows nobody whose role is another now', async () => {
    const Username = await anOperator('was@x.example', 'SystemAdmin');
    const UserAttributes = [{ Name: 'custom:userRole', Value: 'TenantAdmin' }];
    await client.send(
      new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }),
    );

    expect(await isOperator(Username)).toBe(false);
  });

  it.each([
    ['without@x.example', undefined],
    ['alike@x.example', 'systemadmin'],
  ])('knows nobody with a role like that of %s', async (email, role) => {
    expect(await isOperator(await anOperator(email, role))).toBe(false);
  });

  it('fails as Cognito fails', async () => {
    const fault = { service: 'cognito-idp', operation: 'AdminGetUser', when: 'before' } as const;
    engine.engine.faults.add({ ...fault, error: 'InternalErrorException', times: 10 });

    const answer = isOperator('anybody');

    await expect(answer).rejects.toMatchObject({ name: 'InternalErrorException' });
    engine.engine.faults.clear();
  });
});
