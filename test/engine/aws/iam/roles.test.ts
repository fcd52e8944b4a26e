import {
  CreateRoleCommand,
  GetRoleCommand,
  ListRolesCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { iamFixture, rights, trustOf } from './iamFixture.ts';

let fixture: Awaited<ReturnType<typeof iamFixture>>;

beforeEach(async () => {
  fixture = await iamFixture();
});
afterEach(() => fixture.engine.destroy());

const RoleName = 'Reader';

const trust = trustOf('lambda');

describe('roleOperations', () => {
  it('keeps a role as AWS shows it', async () => {
    const made = await fixture.client.send(
      new CreateRoleCommand({
        RoleName,
        Path: '/app/plane/',
        AssumeRolePolicyDocument: trust,
        Description: 'reads <all> & "more"',
        MaxSessionDuration: 7200,
        Tags: [{ Key: 'team', Value: 'a b' }],
      }),
    );

    const { Role } = await fixture.client.send(new GetRoleCommand({ RoleName }));

    expect(Role).toEqual(made.Role);
    expect(Role).toMatchObject({
      Arn: 'arn:aws:iam::000000000000:role/app/plane/Reader',
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      AssumeRolePolicyDocument: encodeURIComponent(trust),
      CreateDate: expect.any(Date),
      Description: 'reads <all> & "more"',
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'team', Value: 'a b' }],
    });
  });

  it('takes an empty list of tags', async () => {
    const role = { RoleName, AssumeRolePolicyDocument: trust, Tags: [] };

    const { Role } = await fixture.client.send(new CreateRoleCommand(role));

    expect(Role?.Tags).toBeUndefined();
  });

  it('makes a name once, however many ask at a time', async () => {
    const asked = await Promise.allSettled([1, 2, 3].map(() => fixture.createRole(RoleName)));

    const refused = asked.filter((one) => one.status === 'rejected');
    expect(refused.map((one) => one.reason.name)).toEqual([
      'EntityAlreadyExistsException',
      'EntityAlreadyExistsException',
    ]);
  });

  it.each([
    ['no JSON', '{', /invalid Json/],
    [
      'an unknown element',
      trust.replace('"Version"', '"Versio"'),
      /Syntax errors in policy\..*Versio/,
    ],
    ['no principal', rights().replace(',"Resource":"*"', ''), /required field Principal/],
    [
      'a resource',
      trust.replace('"Action"', '"Resource":"*","Action"'),
      /prohibited field Resource/,
    ],
    ['another action', trust.replace('sts:AssumeRole', 's3:GetObject'), /only specify STS/],
  ])('refuses a trust policy with %s', async (_name, document, message) => {
    const role = { RoleName, AssumeRolePolicyDocument: document };

    await expect(fixture.client.send(new CreateRoleCommand(role))).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: expect.stringMatching(message),
    });
  });

  it('names a role that is not there', async () => {
    await expect(
      fixture.client.send(new GetRoleCommand({ RoleName: 'Nobody' })),
    ).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name Nobody cannot be found.',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('names a parameter that it does not take', async () => {
    await expect(fixture.createRole('a b')).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining('RoleName'),
    });
  });

  it('refuses a permissions boundary by name', async () => {
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess';
    const role = { RoleName, AssumeRolePolicyDocument: trust, PermissionsBoundary };

    await expect(fixture.client.send(new CreateRoleCommand(role))).rejects.toMatchObject({
      message: 'the local engine does not support iam:CreateRole with PermissionsBoundary',
    });
  });

  it('changes who may assume a role, and for how long', async () => {
    await fixture.createRole(RoleName);
    const PolicyDocument = trustOf('states');

    await fixture.client.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    await fixture.client.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 3601 }));

    const { Role } = await fixture.client.send(new GetRoleCommand({ RoleName }));
    expect(Role?.AssumeRolePolicyDocument).toBe(encodeURIComponent(PolicyDocument));
    expect(Role?.MaxSessionDuration).toBe(3601);
  });

  it('lists roles page by page', async () => {
    for (const name of ['c', 'a', 'b']) await fixture.createRole(name);

    const first = await fixture.client.send(new ListRolesCommand({ MaxItems: 2 }));
    const second = await fixture.client.send(
      new ListRolesCommand({ MaxItems: 2, Marker: first.Marker }),
    );

    expect(first.Roles?.map((role) => role.RoleName)).toEqual(['a', 'b']);
    expect(first.IsTruncated).toBe(true);
    expect(second.Roles?.map((role) => role.RoleName)).toEqual(['c']);
    expect(second.IsTruncated).toBe(false);
  });

  it('lists none as an empty list', async () => {
    expect((await fixture.client.send(new ListRolesCommand({}))).Roles).toEqual([]);
  });

  it('keeps a role across a restart', async () => {
    await fixture.createRole(RoleName);
    await fixture.engine.close();
    fixture = await iamFixture(fixture.engine.directory);

    await expect(fixture.engine.call('iam', 'GetRole', { RoleName })).resolves.toMatchObject({
      Role: { RoleName, CreateDate: expect.any(Number) },
    });
  });
});
