import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseJsonObject } from '../../../../../engine/kernel/json.ts';
import { lambdaEngine } from '../lambdaEngine.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:guarded';
const RULE = 'arn:aws:events:us-east-1:000000000000:rule/bus/rule';

let engine: Awaited<ReturnType<typeof lambdaEngine>>;

beforeAll(async () => {
  engine = await lambdaEngine();
  await engine.create('guarded', 'export const handler = async () => 1;');
});

afterAll(() => engine.destroy());

const add = (StatementId: string, Principal: string, more = {}) =>
  engine.call('AddPermission', {
    FunctionName: ARN,
    StatementId,
    Action: 'lambda:InvokeFunction',
    Principal,
    ...more,
  });

describe('permissionOperations', () => {
  it('keeps what was added as one policy, and forgets what was removed', async () => {
    await Promise.all([
      add('rule', 'events.amazonaws.com', { SourceArn: RULE, SourceAccount: '000000000000' }),
      add('account', '111122223333'),
      add('gone', '*'),
    ]);
    await engine.call('RemovePermission', { FunctionName: 'guarded', StatementId: 'gone' });

    const { Policy } = await engine.call('GetPolicy', { FunctionName: 'guarded' });

    const base = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: ARN };
    expect(parseJsonObject(String(Policy))).toEqual({
      Version: '2012-10-17',
      Id: 'default',
      Statement: [
        { ...base, Sid: 'account', Principal: { AWS: 'arn:aws:iam::111122223333:root' } },
        {
          ...base,
          Sid: 'rule',
          Principal: { Service: 'events.amazonaws.com' },
          Condition: {
            StringEquals: { 'AWS:SourceAccount': '000000000000' },
            ArnLike: { 'AWS:SourceArn': RULE },
          },
        },
      ],
    });
  });

  it('takes a statement id once', async () => {
    await add('twice', '*');

    await expect(add('twice', '*')).rejects.toMatchObject({ code: 'ResourceConflictException' });
  });

  it('refuses to remove what is not there', async () => {
    const input = { FunctionName: 'guarded', StatementId: 'nothing' };

    await expect(engine.call('RemovePermission', input)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Statement nothing is not found in resource policy.',
    });
  });
});
