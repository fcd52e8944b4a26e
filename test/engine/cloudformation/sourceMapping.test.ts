import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deployAssembly } from '../../../engine/cloudformation/deployAssembly.ts';
import { assemblyOf } from '../../support/assemblyOf.ts';
import { queueFed } from '../aws/lambda/sources/queueFed.ts';

let engine: Awaited<ReturnType<typeof queueFed>>;

beforeEach(async () => {
  engine = await queueFed(async () => undefined);
  await engine.createFunction();
});

afterEach(() => engine.destroy());

const deploy = async (properties: object | undefined) => {
  const Mapping = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: 'worker', EventSourceArn: engine.arnOf('work'), ...properties },
  };
  const content = {
    Resources: properties ? { Mapping } : {},
    Outputs: properties ? { Id: { Value: { Ref: 'Mapping' } } } : {},
  };
  const [stack] = await deployAssembly(engine.engine, assemblyOf({ Acme: content }));
  return stack?.outputs.find(({ key }) => key === 'Id')?.value;
};

const listed = () => engine.lambda('ListEventSourceMappings');

describe('an event source mapping of a template', () => {
  it('is made with its settings, and Ref is its UUID', async () => {
    const id = await deploy({
      ScalingConfig: { MaximumConcurrency: 2 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      Tags: [{ Key: 'product', Value: 'acme' }],
    });

    expect(await listed()).toMatchObject({
      EventSourceMappings: [
        {
          UUID: id,
          ScalingConfig: { MaximumConcurrency: 2 },
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        },
      ],
    });
  });

  it('is found again when its making was cut off', async () => {
    const { UUID } = await engine.map();

    const id = await deploy({});

    expect(id).toBe(UUID);
  });

  it('loses what its template no longer says', async () => {
    await deploy({ ScalingConfig: { MaximumConcurrency: 2 }, BatchSize: 5 });

    await deploy({});

    expect(await listed()).toMatchObject({ EventSourceMappings: [{ BatchSize: 10 }] });
    expect(JSON.stringify(await listed())).not.toContain('MaximumConcurrency');
  });

  it('cannot be moved to another queue', async () => {
    await deploy({});

    await expect(deploy({ EventSourceArn: engine.arnOf('dead') })).rejects.toThrow(
      /EventSourceArn cannot be changed in place/,
    );
  });

  it('is gone with its template', async () => {
    await deploy({});

    await deploy(undefined);

    expect(await listed()).toEqual({ EventSourceMappings: [] });
  });
});
