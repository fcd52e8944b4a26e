import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rolesIn } from '../../../../engine/iam/roleStore.ts';
import { iamFixture, rights } from './iamFixture.ts';

let fixture: Awaited<ReturnType<typeof iamFixture>>;

beforeEach(async () => {
  fixture = await iamFixture();
});
afterEach(() => fixture.engine.destroy());

const RoleName = 'Reader';

describe('inlinePolicyOperations', () => {
  const PolicyName = 'Own';

  it('puts, replaces, reads and deletes a policy', async () => {
    await fixture.createRole(RoleName);
    const named = { RoleName, PolicyName };

    await fixture.client.send(new PutRolePolicyCommand({ ...named, PolicyDocument: rights() }));
    await fixture.client.send(
      new PutRolePolicyCommand({ ...named, PolicyDocument: rights('arn:aws:s3:::x/a b+%2F') }),
    );

    const { PolicyDocument } = await fixture.client.send(new GetRolePolicyCommand(named));
    expect(PolicyDocument).toBe(encodeURIComponent(rights('arn:aws:s3:::x/a b+%2F')));
    const list = new ListRolePoliciesCommand({ RoleName });
    expect((await fixture.client.send(list)).PolicyNames).toEqual([PolicyName]);
    await fixture.client.send(new DeleteRolePolicyCommand(named));
    expect((await fixture.client.send(list)).PolicyNames).toEqual([]);
    await expect(fixture.client.send(new DeleteRolePolicyCommand(named))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });

  it('keeps every policy that is put at the same time', async () => {
    await fixture.createRole(RoleName);

    await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        fixture.client.send(
          new PutRolePolicyCommand({ RoleName, PolicyName: name, PolicyDocument: rights() }),
        ),
      ),
    );

    const role = await rolesIn(fixture.engine.engine.store).get(RoleName);
    expect(Object.keys(role?.inlinePolicies ?? {}).sort()).toEqual(['a', 'b', 'c']);
  });

  it.each([
    [
      'a principal',
      rights().replace('"Action"', '"Principal":"*","Action"'),
      /specify a principal/,
    ],
    ['no resource', rights().replace(',"Resource":"*"', ''), /must contain resources/],
    ['no action', rights().replace('"Action":["dynamodb:GetItem"],', ''), /must contain actions/],
    ['an unknown word', rights().replace('"Effect"', '"Efect"'), /Syntax errors/],
  ])('refuses a policy with %s', async (_name, PolicyDocument, message) => {
    await fixture.createRole(RoleName);

    const failing = fixture.client.send(
      new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }),
    );

    await expect(failing).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: expect.stringMatching(message),
    });
  });

  it('refuses more than AWS keeps in one role', async () => {
    await fixture.createRole(RoleName);
    const PolicyDocument = rights(`arn:aws:s3:::${'x'.repeat(6000)}`);
    await fixture.client.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'a', PolicyDocument }),
    );

    const second = new PutRolePolicyCommand({ RoleName, PolicyName: 'b', PolicyDocument });

    await expect(fixture.client.send(second)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Maximum policy size of 10240 bytes exceeded for role Reader',
    });
  });

  it('holds a role until its policies are gone', async () => {
    await fixture.createRole(RoleName);
    const named = { RoleName, PolicyName };
    await fixture.client.send(new PutRolePolicyCommand({ ...named, PolicyDocument: rights() }));

    await expect(fixture.client.send(new DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must delete policies first.',
    });
    await fixture.client.send(new DeleteRolePolicyCommand(named));
    await fixture.client.send(new DeleteRoleCommand({ RoleName }));
    await expect(fixture.client.send(new GetRoleCommand({ RoleName }))).rejects.toThrow();
  });
});
