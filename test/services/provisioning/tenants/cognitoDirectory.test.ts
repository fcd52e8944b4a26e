import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cognito } from '../../../../engine/aws/cognito/cognito.ts';
import { ses } from '../../../../engine/aws/ses/ses.ts';
import type {
  Directory,
  PoolSettings,
} from '../../../../services/provisioning/onboarding/createIdentity.ts';
import { cognitoDirectory } from '../../../../services/provisioning/tenants/cognitoDirectory.ts';
import { aTenantId, aUlid } from '../../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../../support/productEngine.ts';

let engine: ProductEngine;
let client: CognitoIdentityProviderClient;
let directory: Directory;
/** As `directory`, before Cognito's lists show what was made. */
let unlisting: Directory;
let tenants = 0;

beforeAll(async () => {
  engine = await productEngine([cognito, ses]);
  client = new CognitoIdentityProviderClient();
  const pooledUserPoolId = async () => 'unused';
  directory = cognitoDirectory({ client, prefix: 'test-tenant', pooledUserPoolId });
  const lagging = new CognitoIdentityProviderClient();
  lagging.middlewareStack.add(
    (next, { commandName }) =>
      async (args) =>
        commandName === 'ListUserPoolClientsCommand'
          ? { response: {}, output: { UserPoolClients: [], $metadata: {} } }
          : next(args),
    { step: 'initialize' },
  );
  unlisting = cognitoDirectory({ client: lagging, prefix: 'test-tenant', pooledUserPoolId });
});
afterAll(() => engine.destroy());

/** A tenant that no other test has. */
const aTenant = () => {
  tenants += 1;
  return aTenantId(tenants);
};

const owner = aUlid(7);
const admitMemberArn = 'arn:aws:lambda:us-east-1:000000000000:function:admit';
const settings: PoolSettings = {
  admitMemberArn,
  wordMailArn: '',
  mailSenderArn: '',
  deletionProtection: 'INACTIVE',
};

const aClientNamed = async (UserPoolId: string, ClientName: string) => {
  const create = new CreateUserPoolClientCommand({ UserPoolId, ClientName });
  return (await client.send(create)).UserPoolClient?.ClientId;
};

describe('cognitoDirectory', () => {
  it('finds the pool that it made by the tenant', async () => {
    const [tenant, other] = [aTenant(), aTenant()];
    await directory.createUserPool(other, owner, settings);

    const made = await directory.createUserPool(tenant, owner, settings);

    expect(await directory.findUserPools(tenant)).toEqual([{ id: made, owner }]);
  });

  it('lets a pool’s mail be sent by our own sender', async () => {
    const mailSenderArn = 'arn:aws:ses:us-east-1:000000000000:identity/us@acme.example';
    const principal = { kind: 'root', accountId: engine.engine.accountId } as const;
    const input = { EmailIdentity: 'us@acme.example' };
    await engine.engine.call({
      service: 'ses',
      operation: 'CreateEmailIdentity',
      input,
      principal,
    });

    const pool = await directory.createUserPool(aTenant(), owner, { ...settings, mailSenderArn });

    const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: pool }));
    expect(UserPool?.EmailConfiguration).toMatchObject({
      EmailSendingAccount: 'DEVELOPER',
      SourceArn: mailSenderArn,
    });
  });

  it('audit 9: may make a client again that IAM denied, for the tags of a new pool are not known at once', async () => {
    const pool = await directory.createUserPool(aTenant(), owner, settings);
    const denied = { service: 'cognito-idp', error: 'AccessDeniedException', times: 1 } as const;
    const operations = ['CreateUserPoolClient', 'CreateUserPool'];
    for (const operation of operations) {
      engine.engine.faults.add({ ...denied, operation, when: 'before' });
    }

    const client = directory.createAppClient(pool, aTenant(), owner);
    const another = directory.createUserPool(aTenant(), owner, settings);

    await expect(client).rejects.toMatchObject({ name: 'TransientError' });
    await expect(another).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('finds nothing of a tenant whose id another’s begins with', async () => {
    const tenant = aTenant();
    await directory.createUserPool(`${tenant}0`, owner, settings);

    expect(await directory.findUserPools(tenant)).toEqual([]);
  });

  it('finds a pool beyond the first page of the list', async () => {
    const many = Array.from({ length: 61 }, aTenant);
    const made: string[] = [];
    for (const tenant of many) made.push(await directory.createUserPool(tenant, owner, settings));

    const found = await Promise.all([many[0], many[60]].map((one) => find(one)));

    expect(found).toEqual([[{ id: made[0], owner }], [{ id: made[60], owner }]]);
  });

  it('makes pools where nobody signs up and the tenant of a user never changes', async () => {
    const made = await directory.createUserPool(aTenant(), owner, settings);

    const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: made }));
    const attributes = new Map(UserPool?.SchemaAttributes?.map((one) => [one.Name, one.Mutable]));

    expect(UserPool?.AdminCreateUserConfig?.AllowAdminCreateUserOnly).toBe(true);
    expect(UserPool?.UsernameAttributes).toEqual(['email']);
    expect(attributes.get('custom:tenantId')).toBe(false);
    expect(attributes.get('custom:userRole')).toBe(true);
  });

  it('makes pools that ask the function that admits members before they write tokens', async () => {
    const made = await directory.createUserPool(aTenant(), owner, settings);

    const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: made }));

    expect(UserPool?.LambdaConfig?.PreTokenGeneration).toBe(admitMemberArn);
    expect(UserPool?.LambdaConfig?.CustomMessage).toBeUndefined();
  });

  it('makes pools that ask what an invitation says, where there is who tells', async () => {
    const wordMailArn = 'arn:aws:lambda:us-east-1:000000000000:function:word';
    const made = await directory.createUserPool(aTenant(), owner, { ...settings, wordMailArn });

    const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: made }));

    expect(UserPool?.LambdaConfig).toMatchObject({
      CustomMessage: wordMailArn,
      PreTokenGeneration: admitMemberArn,
    });
  });

  it('makes clients that read nothing of what a user’s tenant was', async () => {
    const UserPoolId = await directory.createUserPool(aTenant(), owner, settings);

    const ClientId = await directory.createAppClient(UserPoolId, aTenant(), owner);

    const { UserPoolClient: made } = await client.send(
      new DescribeUserPoolClientCommand({ UserPoolId, ClientId }),
    );
    expect(made?.ReadAttributes?.filter((name) => name.startsWith('custom:'))).toEqual([]);
    expect(made?.ReadAttributes).toContain('email');
  });

  it('makes clients whose users write nothing but their name', async () => {
    const UserPoolId = await directory.createUserPool(aTenant(), owner, settings);

    const ClientId = await directory.createAppClient(UserPoolId, aTenant(), owner);

    const { UserPoolClient: made } = await client.send(
      new DescribeUserPoolClientCommand({ UserPoolId, ClientId }),
    );
    expect(made?.WriteAttributes).toEqual(['name']);
    expect(made?.ClientSecret).toBeUndefined();
  });

  it('finds a tenant’s clients in a pool of many', async () => {
    const [tenant, other] = [aTenant(), aTenant()];
    const pool = await directory.createUserPool(aTenant(), owner, settings);
    await directory.createAppClient(pool, other, owner);

    const made = await directory.createAppClient(pool, tenant, owner);

    expect(await directory.findAppClients(pool, tenant)).toEqual([{ id: made, owner }]);
  });

  it('tells whose each of a tenant’s clients is', async () => {
    const tenant = aTenant();
    const pool = await directory.createUserPool(aTenant(), owner, settings);
    const others = await directory.createAppClient(pool, tenant, aUlid(8));
    const nobodys = await aClientNamed(pool, `test-tenant-${tenant}`);

    const found = await directory.findAppClients(pool, tenant);

    expect(found).toHaveLength(2);
    expect(found).toContainEqual({ id: others, owner: aUlid(8) });
    expect(found).toContainEqual({ id: nobodys, owner: undefined });
  });

  it.each([
    ['the tenant’s', 'own', (id: string) => [{ id, owner }]],
    ['another tenant’s', 'other', () => []],
    ['gone', 'gone', () => []],
  ] as const)('asks for a client that it knows of, and that is %s', async (_what, known, found) => {
    const [tenant, other] = [aTenant(), aTenant()];
    const pool = await directory.createUserPool(aTenant(), owner, settings);
    const of = { own: tenant, gone: tenant, other }[known];
    const id = await directory.createAppClient(pool, of, owner);
    if (known === 'gone') await directory.deleteAppClient(pool, id);

    expect(await unlisting.findAppClients(pool, tenant, id)).toEqual(found(id));
  });

  it('tells nothing of a pool’s owner that bears none', async () => {
    const tenant = aTenant();
    const PoolName = `test-tenant-${tenant}`;
    const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName }));

    expect(await directory.findUserPools(tenant)).toEqual([{ id: UserPool?.Id, owner: undefined }]);
  });

  it('deletes a client, and succeeds when it is gone', async () => {
    const tenant = aTenant();
    const pool = await directory.createUserPool(aTenant(), owner, settings);
    const made = await directory.createAppClient(pool, tenant, owner);

    await directory.deleteAppClient(pool, made);
    await directory.deleteAppClient(pool, made);

    expect(await directory.findAppClients(pool, tenant)).toEqual([]);
  });

  it('deletes a pool, and succeeds when it is gone', async () => {
    const tenant = aTenant();
    const made = await directory.createUserPool(tenant, owner, settings);

    await directory.deleteUserPool(made);
    await directory.deleteUserPool(made);

    expect(await directory.findUserPools(tenant)).toEqual([]);
  });
});

const find = (tenant: string | undefined) => directory.findUserPools(String(tenant));
