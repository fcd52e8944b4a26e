import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListAttachedRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { iamFixture, rights } from './iamFixture.ts';

let fixture: Awaited<ReturnType<typeof iamFixture>>;

beforeEach(async () => {
  fixture = await iamFixture();
});
afterEach(() => fixture.engine.destroy());

const RoleName = 'Reader';

const createPolicy = async () => {
  const policy = { PolicyName: 'Rights', PolicyDocument: rights() };
  const { Policy } = await fixture.client.send(new CreatePolicyCommand(policy));
  return Policy?.Arn ?? '';
};

describe('managedPolicyOperations', () => {
  it('attaches and detaches a policy, and counts', async () => {
    await fixture.createRole(RoleName);
    const PolicyArn = await createPolicy();

    await fixture.client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await fixture.client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));

    const list = new ListAttachedRolePoliciesCommand({ RoleName });
    expect((await fixture.client.send(list)).AttachedPolicies).toEqual([
      { PolicyName: 'Rights', PolicyArn },
    ]);
    const { Policy } = await fixture.client.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy?.AttachmentCount).toBe(1);
    await expect(fixture.client.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject(
      {
        name: 'DeleteConflictException',
      },
    );
    await expect(fixture.client.send(new DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
      message: 'Cannot delete entity, must detach all policies first.',
    });
    await fixture.client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await fixture.client.send(new DeletePolicyCommand({ PolicyArn }));
    expect((await fixture.client.send(list)).AttachedPolicies).toEqual([]);
  });

  it("attaches AWS's own policies, and changes none of them", async () => {
    await fixture.createRole(RoleName);
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

    await fixture.client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));

    const { PolicyVersion } = await fixture.client.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }),
    );
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toContain('logs:PutLogEvents');
    await expect(fixture.client.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject(
      {
        name: 'AccessDenied',
      },
    );
  });

  it('names a policy that is not there', async () => {
    await fixture.createRole(RoleName);
    const PolicyArn = 'arn:aws:iam::aws:policy/Unheard';

    const failing = fixture.client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));

    await expect(failing).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} does not exist or is not attachable.`,
    });
  });

  it('refuses a name in use', async () => {
    await createPolicy();

    await expect(createPolicy()).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' });
  });
});
