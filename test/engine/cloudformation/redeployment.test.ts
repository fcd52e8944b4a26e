import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deployAssembly } from '../../../engine/cloudformation/deployAssembly.ts';
import { assemblyOf } from '../../support/assemblyOf.ts';
import { parameter, queue, recordedServices } from '../../support/recordedServices.ts';
import { testEngine } from '../../support/testEngine.ts';

const { services, taken } = recordedServices();
let engine: Awaited<ReturnType<typeof testEngine>>;

beforeEach(async () => {
  engine = await testEngine(services);
});

afterEach(async () => {
  taken();
  await engine.destroy();
});

/** Deploys stacks and tells the calls it took. */
const deploy = async (templates: Record<string, unknown>) => {
  taken();
  const stacks = await deployAssembly(engine.engine, assemblyOf(templates));
  return { stacks, calls: taken() };
};

describe('deployAssembly on a later start', () => {
  it('does nothing on a later start with the same template', async () => {
    const templates = { Acme: { Resources: { Queue: queue('q'), P: parameter('/p', 'x') } } };
    await deploy(templates);

    const { calls } = await deploy(templates);

    expect(calls).toEqual([]);
  });

  it('updates in place what has changed, and what refers to it only when that changes', async () => {
    await deploy({
      Acme: { Resources: { Queue: queue('q'), P: parameter('/p', { Ref: 'Queue' }) } },
    });
    const changed = queue('q', { Properties: { QueueName: 'q', DelaySeconds: 3 } });

    const { calls } = await deploy({
      Acme: { Resources: { Queue: changed, P: parameter('/p', { Ref: 'Queue' }) } },
    });

    expect(calls).toEqual([
      ['SetQueueAttributes', { QueueUrl: 'https://sqs/q', Attributes: { DelaySeconds: '3' } }],
    ]);
  });

  it('says what changed when a type cannot be changed in place', async () => {
    const key = (KeyId: string) => ({
      Acme: {
        Resources: {
          Key: {
            Type: 'AWS::ApiGateway::UsagePlanKey',
            Properties: { KeyId, KeyType: 'API_KEY', UsagePlanId: 'plan' },
          },
        },
      },
    });
    await deploy(key('one'));

    await expect(deploy(key('two'))).rejects.toThrow(
      'Acme.Key (AWS::ApiGateway::UsagePlanKey): KeyId cannot be changed in place; delete the folder LOCAL_DIR to start afresh',
    );
  });

  it('removes what is gone, the newest first, and forgets what is retained', async () => {
    await deploy({
      Acme: {
        Resources: {
          Queue: queue('q'),
          Kept: queue('kept', { DeletionPolicy: 'Retain' }),
          P: parameter('/p', { Ref: 'Queue' }),
        },
      },
    });

    const { calls } = await deploy({ Acme: { Resources: {} } });
    const later = await deploy({ Acme: { Resources: {} } });

    expect(calls).toEqual([
      ['DeleteParameter', { Name: '/p' }],
      ['DeleteQueue', { QueueUrl: 'https://sqs/q' }],
    ]);
    expect(later.calls).toEqual([]);
  });

  it('goes on where a failure stopped it', async () => {
    const templates = { Acme: { Resources: { Queue: queue('q'), P: parameter('/p', 'x') } } };
    engine.engine.faults.add({
      service: 'ssm',
      operation: 'PutParameter',
      error: 'InternalServerError',
      when: 'before',
      times: 1,
    });

    await expect(deploy(templates)).rejects.toThrow(
      'Acme.P (AWS::SSM::Parameter): InternalServerError: fault injected before ssm:PutParameter',
    );
    const { calls } = await deploy(templates);

    expect(calls).toMatchObject([['PutParameter', { Name: '/p' }]]);
  });
});
