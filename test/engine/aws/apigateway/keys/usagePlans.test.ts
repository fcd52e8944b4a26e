import { afterEach, describe, expect, it } from '@jest/globals';
import { deployedApi, idOf } from '../deployedApi.ts';

const aDeployedApi = () => deployedApi({ endpoints: [{ path: '/orders', verb: 'GET' }] });

describe('usage plans', () => {
  let served: Awaited<ReturnType<typeof aDeployedApi>>;
  afterEach(() => served.destroy());

  const aPlan = async (name: string) => {
    const apiStages = [{ apiId: served.restApiId, stage: 'prod' }];
    return idOf(await served.apigateway('CreateUsagePlan', { name, apiStages }));
  };

  it('are patched as CloudFormation does, numbers as text', async () => {
    served = await aDeployedApi();
    const usagePlanId = await aPlan('basic');

    await served.apigateway('UpdateUsagePlan', {
      usagePlanId,
      patchOperations: [
        { op: 'replace', path: '/quota/limit', value: '1000' },
        { op: 'replace', path: '/quota/period', value: 'DAY' },
        { op: 'replace', path: '/throttle/rateLimit', value: '2.5' },
        { op: 'replace', path: '/throttle/burstLimit', value: '10' },
      ],
    });

    expect(await served.apigateway('GetUsagePlan', { usagePlanId })).toMatchObject({
      quota: { limit: 1000, period: 'DAY' },
      throttle: { rateLimit: 2.5, burstLimit: 10 },
    });
  });

  it('refuse half a quota', async () => {
    served = await aDeployedApi();
    const usagePlanId = await aPlan('basic');
    const patchOperations = [{ op: 'replace', path: '/quota/limit', value: '1000' }];

    await expect(
      served.apigateway('UpdateUsagePlan', { usagePlanId, patchOperations }),
    ).rejects.toMatchObject({ code: 'BadRequestException' });
  });

  it('take no stage that does not exist', async () => {
    served = await aDeployedApi();
    const apiStages = [{ apiId: served.restApiId, stage: 'beta' }];

    await expect(
      served.apigateway('CreateUsagePlan', { name: 'basic', apiStages }),
    ).rejects.toThrow(`Invalid API Stage {api: ${served.restApiId}, stage: beta} specified`);
  });

  it('keep one key from two plans of the same stage', async () => {
    served = await aDeployedApi();
    const [basic, gold] = [await aPlan('basic'), await aPlan('gold')];
    const keyId = idOf(await served.apigateway('CreateApiKey', { name: 'acme' }));
    const join = (usagePlanId: string) =>
      served.apigateway('CreateUsagePlanKey', { usagePlanId, keyId, keyType: 'API_KEY' });
    await join(basic);

    await expect(join(gold)).rejects.toMatchObject({ code: 'ConflictException', status: 409 });
    await served.apigateway('DeleteUsagePlanKey', { usagePlanId: basic, keyId });
    await expect(join(gold)).resolves.toMatchObject({ id: keyId });
  });

  it('are not deleted while a stage is attached', async () => {
    served = await aDeployedApi();
    const usagePlanId = await aPlan('basic');
    const value = `${served.restApiId}:prod`;

    await expect(served.apigateway('DeleteUsagePlan', { usagePlanId })).rejects.toThrow(
      `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it, including ${value}`,
    );
    const patchOperations = [{ op: 'remove', path: '/apiStages', value }];
    await served.apigateway('UpdateUsagePlan', { usagePlanId, patchOperations });
    await served.apigateway('DeleteUsagePlan', { usagePlanId });
    await expect(served.apigateway('GetUsagePlan', { usagePlanId })).rejects.toMatchObject({
      code: 'NotFoundException',
    });
  });

  it('lose a stage that is deleted', async () => {
    served = await aDeployedApi();
    const usagePlanId = await aPlan('basic');

    await served.apigateway('DeleteStage', { restApiId: served.restApiId, stageName: 'prod' });

    expect(await served.apigateway('GetUsagePlan', { usagePlanId })).toMatchObject({
      apiStages: [],
    });
  });
});
