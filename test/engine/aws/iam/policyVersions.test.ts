import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  ListPolicyVersionsCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { iamFixture, rights } from './iamFixture.ts';

let fixture: Awaited<ReturnType<typeof iamFixture>>;

beforeEach(async () => {
  fixture = await iamFixture();
});
afterEach(() => fixture.engine.destroy());

const createPolicy = async () => {
  const policy = { PolicyName: 'Rights', PolicyDocument: rights() };
  const { Policy } = await fixture.client.send(new CreatePolicyCommand(policy));
  return Policy?.Arn ?? '';
};

describe('policyVersionOperations', () => {
  it('keeps versions, of which one is in force', async () => {
    const PolicyArn = await createPolicy();
    const second = new CreatePolicyVersionCommand({
      PolicyArn,
      PolicyDocument: rights('arn:aws:s3:::b'),
      SetAsDefault: true,
    });

    await fixture.client.send(second);
    await fixture.client.send(
      new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: rights('arn:aws:s3:::c') }),
    );

    const { Versions } = await fixture.client.send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions?.map((one) => [one.VersionId, one.IsDefaultVersion])).toEqual([
      ['v1', false],
      ['v2', true],
      ['v3', false],
    ]);
    await fixture.client.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v3' }));
    const { Policy } = await fixture.client.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy?.DefaultVersionId).toBe('v3');
  });

  it('deletes any version but the default', async () => {
    const PolicyArn = await createPolicy();
    await fixture.client.send(
      new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: rights('arn:aws:s3:::b') }),
    );

    const deleting = (VersionId: string) =>
      fixture.client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));

    await expect(deleting('v1')).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await expect(fixture.client.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject(
      {
        message: expect.stringContaining('more than one version'),
      },
    );
    await deleting('v2');
    await fixture.client.send(new DeletePolicyCommand({ PolicyArn }));
  });

  it('keeps five versions at most', async () => {
    const PolicyArn = await createPolicy();
    const another = () =>
      fixture.client.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: rights() }));
    for (let version = 2; version <= 5; version += 1) await another();

    await expect(another()).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});
