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

describe('deployAssembly', () => {
  it('makes resources after those they refer to or depend on', async () => {
    const { calls } = await deploy({
      Acme: {
        Resources: {
          Url: parameter('/url', { 'Fn::Sub': `at \${Late.QueueName}` }),
          Late: queue('late', { DependsOn: 'Early' }),
          Early: queue('early'),
        },
      },
    });

    expect(calls).toMatchObject([
      ['CreateQueue', { QueueName: 'early' }],
      ['CreateQueue', { QueueName: 'late' }],
      ['PutParameter', { Value: 'at late' }],
    ]);
  });

  it('names a cycle between resources', async () => {
    const resources = {
      A: parameter('/a', { Ref: 'B' }),
      B: parameter('/b', { 'Fn::GetAtt': ['A', 'Value'] }),
    };

    await expect(deploy({ Acme: { Resources: resources } })).rejects.toThrow(
      'Acme.Resources: circular dependency A → B → A',
    );
  });

  it('refuses unknown types, all at once and before anything is made', async () => {
    const templates = {
      Acme: { Resources: { Queue: queue('q'), Topic: { Type: 'AWS::MSK::Cluster' } } },
      Other: { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } },
    };

    await expect(deploy(templates)).rejects.toThrow(
      /AWS::MSK::Cluster: Acme\.Topic\n\s+AWS::S3::Bucket: Other\.Bucket/,
    );
    expect(taken()).toEqual([]);
  });

  it('refuses a property that it does not know', async () => {
    const resources = { Queue: { Type: 'AWS::SQS::Queue', Properties: { Colour: 'red' } } };

    await expect(deploy({ Acme: { Resources: resources } })).rejects.toThrow(
      /Acme\.Queue \(AWS::SQS::Queue\): .*Colour/,
    );
  });

  it('takes inert types without a call and lets templates refer to them', async () => {
    const { stacks, calls } = await deploy({
      Acme: {
        Resources: { Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'x' } } },
        Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Logs', 'Arn'] } } },
      },
    });

    expect(calls).toEqual([]);
    expect(stacks[0]?.outputs[0]?.value).toBe('arn:aws:logs:us-east-1:000000000000:log-group:x:*');
  });

  it('carries exports from stack to stack', async () => {
    const { calls } = await deploy({
      Acme: {
        Resources: { Queue: queue('q') },
        Outputs: { Url: { Value: { Ref: 'Queue' }, Export: { Name: 'Acme:Url' } } },
      },
      Other: { Resources: { Url: parameter('/url', { 'Fn::ImportValue': 'Acme:Url' }) } },
    });

    expect(calls[1]?.[1]).toMatchObject({ Value: 'https://sqs/q' });
  });

  it('leaves out resources and outputs whose condition is false', async () => {
    const { stacks, calls } = await deploy({
      Acme: {
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
        Resources: { Queue: queue('q', { Condition: 'Never' }) },
        Outputs: { Url: { Value: { Ref: 'Queue' }, Condition: 'Never' } },
      },
    });

    expect(calls).toEqual([]);
    expect(stacks).toEqual([{ stack: 'Acme', outputs: [] }]);
  });

  it('gives URLs of APIs that work on this engine', async () => {
    const url = {
      'Fn::Join': [
        '',
        [
          'https://',
          { Ref: 'Api' },
          '.execute-api.',
          { Ref: 'AWS::Region' },
          '.',
          { Ref: 'AWS::URLSuffix' },
          '/v1/',
        ],
      ],
    };
    const { stacks, calls } = await deploy({
      Acme: {
        Resources: {
          Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
          Url: parameter('/url', url),
        },
        Outputs: { Url: { Value: url } },
      },
    });
    const local = `${engine.engine.endpoint}/_aws/execute-api/abc123/v1/`;

    expect(stacks[0]?.outputs[0]?.value).toBe(local);
    expect(calls[1]?.[1]).toMatchObject({ Value: local });
  });

  it('stops between two resources when told to', async () => {
    const stop = AbortSignal.abort();

    await expect(
      deployAssembly(engine.engine, assemblyOf({ Acme: { Resources: { Q: queue('q') } } }), stop),
    ).rejects.toThrow(/abort/i);
    expect(taken()).toEqual([]);
  });
});
