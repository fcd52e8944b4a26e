import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { aPool, type CognitoEngine, cognitoEngine, part } from '../aPool.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:trigger';

let engine: CognitoEngine;
beforeAll(async () => {
  engine = await cognitoEngine();
});
afterAll(() => engine.destroy());

describe('LambdaConfig', () => {
  const described = async (poolId: string) =>
    part(await engine.call('DescribeUserPool', { UserPoolId: poolId }), 'UserPool')['LambdaConfig'];
  const config = { LambdaVersion: 'V1_0', LambdaArn: ARN };
  const both = { PreTokenGeneration: ARN, PreTokenGenerationConfig: config };

  it.each<JsonObject>([{ PreTokenGeneration: ARN }, { PreTokenGenerationConfig: config }, both])(
    '%j shows both names of the trigger',
    async (LambdaConfig) => {
      const poolId = await aPool(engine, { LambdaConfig });

      expect(await described(poolId)).toEqual(both);
    },
  );

  it('is gone after an update that leaves it out', async () => {
    const poolId = await aPool(engine, { LambdaConfig: both });
    await engine.call('UpdateUserPool', { UserPoolId: poolId, LambdaConfig: both });
    expect(await described(poolId)).toEqual(both);

    await engine.call('UpdateUserPool', { UserPoolId: poolId });

    expect(await described(poolId)).toEqual({});
  });

  it.each<[JsonObject, string]>([
    [{ PreTokenGeneration: 'trigger' }, 'InvalidParameterException'],
    [{ PreTokenGenerationConfig: { LambdaArn: ARN } }, 'InvalidParameterException'],
    [
      { PreTokenGeneration: `${ARN}2`, PreTokenGenerationConfig: config },
      'InvalidParameterException',
    ],
    [{ PreTokenGenerationConfig: { ...config, LambdaVersion: 'V2_0' } }, 'UnsupportedOperation'],
  ])('%j is refused', async (LambdaConfig, code) => {
    await expect(aPool(engine, { LambdaConfig })).rejects.toMatchObject({ code });
  });
});
