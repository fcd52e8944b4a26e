import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { iam } from '../../../../engine/aws/iam/iam.ts';
import { sts } from '../../../../engine/aws/sts/sts.ts';
import { testEngine } from '../../../support/testEngine.ts';

let engine: Awaited<ReturnType<typeof testEngine>>;

const config = (credentials?: Keys) => ({
  endpoint: engine.engine.endpoint,
  region: 'us-east-1',
  credentials: credentials ?? engine.engine.credentials.root,
  maxAttempts: 1,
});

beforeAll(async () => {
  engine = await testEngine([iam, sts]);
  const client = new IAMClient(config());
  const trust = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:*' },
  };
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  const own = { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: '*' };
  await client.send(new CreateRoleCommand({ RoleName: 'Tenant', AssumeRolePolicyDocument }));
  await client.send(
    new CreateRoleCommand({
      RoleName: 'Long',
      Path: '/app/',
      MaxSessionDuration: 43_200,
      AssumeRolePolicyDocument,
    }),
  );
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: own });
  for (const RoleName of ['Tenant', 'Long']) {
    await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'chain', PolicyDocument }));
  }
});
afterAll(() => engine.destroy());

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken: string };

const TENANT = 'arn:aws:iam::000000000000:role/Tenant';
const LONG = 'arn:aws:iam::000000000000:role/app/Long';

type Options = Partial<ConstructorParameters<typeof AssumeRoleCommand>[0]>;

const assume = (more: Options = {}, credentials?: Keys) =>
  new STSClient(config(credentials)).send(
    new AssumeRoleCommand({ RoleArn: TENANT, RoleSessionName: 'session', ...more }),
  );

const keysOf = async (more: Options = {}, credentials?: Keys): Promise<Keys> => {
  const { Credentials } = await assume(more, credentials);
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
};

const principalOf = ({ accessKeyId, sessionToken }: Keys) =>
  engine.engine.credentials.identify(accessKeyId, sessionToken).principal;

describe('AssumeRole', () => {
  it('gives keys that sign as the session', async () => {
    const keys = await keysOf();

    const identity = await new STSClient(config(keys)).send(new GetCallerIdentityCommand({}));

    expect(identity).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:sts::000000000000:assumed-role/Tenant/session',
      UserId: expect.stringMatching(/^AROA[A-Z2-7]{17}:session$/),
    });
  });

  it('names the session and its end', async () => {
    const before = Math.floor(Date.now() / 1000);

    const { AssumedRoleUser, Credentials } = await assume({ DurationSeconds: 900 });

    expect(AssumedRoleUser).toEqual({
      Arn: 'arn:aws:sts::000000000000:assumed-role/Tenant/session',
      AssumedRoleId: expect.stringMatching(/^AROA.*:session$/),
    });
    const lifetime = (Credentials?.Expiration?.getTime() ?? 0) / 1000 - before;
    expect(lifetime).toBeGreaterThanOrEqual(900);
    expect(lifetime).toBeLessThan(960);
  });

  it('tells callers inside the engine the end in epoch seconds', async () => {
    const answer = await engine.call('sts', 'AssumeRole', {
      RoleArn: TENANT,
      RoleSessionName: 'session',
    });

    expect(answer).toMatchObject({ Credentials: { Expiration: expect.any(Number) } });
  });

  it('keeps tags and session policy in the session', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    });
    const Tags = [
      { Key: 'TenantId', Value: 't1' },
      { Key: 'empty', Value: '' },
    ];

    const principal = principalOf(await keysOf({ Tags, Policy }));

    expect(principal).toEqual({
      kind: 'role',
      accountId: '000000000000',
      roleName: 'Tenant',
      sessionName: 'session',
      tags: { TenantId: 't1', empty: '' },
      sessionPolicy: Policy,
    });
  });

  it('hands transitive tags, and no others, down a chain of roles', async () => {
    const Tags = [
      { Key: 'TenantId', Value: 't1' },
      { Key: 'other', Value: 'x' },
    ];
    const first = await keysOf({ Tags, TransitiveTagKeys: ['TenantId'] });

    const second = await keysOf({ RoleArn: LONG }, first);

    expect(principalOf(second)).toMatchObject({
      roleName: 'Long',
      tags: { TenantId: 't1' },
      transitiveTagKeys: ['TenantId'],
    });
    const overridden = assume({ Tags: [{ Key: 'tenantid', Value: 't2' }] }, second);
    await expect(overridden).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it.each([
    ['that is missing', 'arn:aws:iam::000000000000:role/Nobody'],
    ['by a wrong path', 'arn:aws:iam::000000000000:role/Long'],
    ['of another account', 'arn:aws:iam::111111111111:role/Tenant'],
  ])('denies a role %s', async (_name, RoleArn) => {
    await expect(assume({ RoleArn })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  it.each<[string, Options, string]>([
    ['a session too short', { DurationSeconds: 899 }, 'DurationSeconds'],
    ['a session longer than the role allows', { DurationSeconds: 3601 }, 'MaxSessionDuration'],
    ['a session name with a space', { RoleSessionName: 'a b' }, 'RoleSessionName'],
    ['a session policy too long', { Policy: ' '.repeat(2049) }, 'Policy'],
    [
      'a tag twice',
      {
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'A', Value: '2' },
        ],
      },
      'Duplicate',
    ],
    [
      'too many tags',
      { Tags: Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}`, Value: '' })) },
      'Tags',
    ],
    ['a tag of AWS', { Tags: [{ Key: 'aws:x', Value: '1' }] }, 'Tags.0.Key'],
    ['a transitive key without its tag', { TransitiveTagKeys: ['a'] }, 'transitive'],
  ])('refuses %s', async (_name, more, message) => {
    await expect(assume(more)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(message),
    });
  });

  it('refuses a session policy that is none', async () => {
    await expect(assume({ Policy: '{"Version":' })).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    });
  });

  it('ends a chained session within the hour', async () => {
    const keys = await keysOf();

    await expect(assume({ RoleArn: LONG, DurationSeconds: 3601 }, keys)).rejects.toMatchObject({
      message: expect.stringContaining('role chaining'),
    });
    await expect(assume({ RoleArn: LONG, DurationSeconds: 43_200 })).resolves.toBeDefined();
  });

  it('refuses by name what it does not act on', async () => {
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }];

    await expect(assume({ PolicyArns })).rejects.toMatchObject({
      message: 'the local engine does not support sts:AssumeRole with PolicyArns',
    });
  });

  it('carries a session with the longest tags', async () => {
    const Tags = Array.from({ length: 50 }, (_, at) => ({
      Key: `${at}`.padEnd(128, 'k'),
      Value: 'v'.repeat(256),
    }));
    const keys = await keysOf({ Tags });

    const identity = await new STSClient(config(keys)).send(new GetCallerIdentityCommand({}));

    expect(identity.Arn).toContain('Tenant');
  });
});

describe('GetCallerIdentity', () => {
  it('knows the account root', async () => {
    const identity = await new STSClient(config()).send(new GetCallerIdentityCommand({}));

    expect(identity).toMatchObject({
      Account: '000000000000',
      UserId: '000000000000',
      Arn: 'arn:aws:iam::000000000000:root',
    });
  });

  it('refuses a session whose role is gone', async () => {
    await engine.call('iam', 'CreateRole', {
      RoleName: 'Gone',
      AssumeRolePolicyDocument:
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:*"}}',
    });
    const keys = await keysOf({ RoleArn: 'arn:aws:iam::000000000000:role/Gone' });
    await engine.call('iam', 'DeleteRole', { RoleName: 'Gone' });

    const failing = new STSClient(config(keys)).send(new GetCallerIdentityCommand({}));

    await expect(failing).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });
});
