import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { JsonObject } from '../../../../engine/kernel/json.ts';
import { Tier } from '../../../../events/fields.ts';
import { tiers } from '../../../../infra/config.ts';
import { refTo, resourcesOf, rowsOf } from '../../../support/resources.ts';

const idOf = (type: string) => {
  const [found, ...more] = resourcesOf(type, ['AppPlane']);
  if (!found || more.length > 0) throw new Error(`not one ${type}`);
  return found.id;
};

const methods = rowsOf('AWS::ApiGateway::Method', ['AppPlane']);
const preflights = methods.filter(([, { HttpMethod }]) => HttpMethod === 'OPTIONS');
const served = methods.filter((row) => !preflights.includes(row));

const planOf = (tier: Tier) =>
  resourcesOf('AWS::ApiGateway::UsagePlan').find(({ id }) => id.startsWith(`AppApi${tier}`));

const Settings = z.object({
  Value: z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.json())]) }),
});

const textOf = (part: unknown): string =>
  typeof part === 'string' ? part : z.object({ Ref: z.string() }).parse(part).Ref;

describe('the application’s API', () => {
  it.each(served)('%s needs a tenant’s user, and an API key for the tenant’s plan', (_, method) => {
    expect(method).toMatchObject({
      AuthorizationType: 'CUSTOM',
      AuthorizerId: refTo(idOf('AWS::ApiGateway::Authorizer')),
      ApiKeyRequired: true,
    });
  });

  it('serves two resources by five methods each', () => {
    expect(served.map(([, { HttpMethod }]) => HttpMethod).sort()).toEqual(
      ['DELETE', 'GET', 'GET', 'POST', 'PUT'].flatMap((method) => [method, method]),
    );
  });

  it.each(preflights)('%s answers browsers before they sign in', (_, method) => {
    expect(method).toMatchObject({ AuthorizationType: 'NONE', Integration: { Type: 'MOCK' } });
  });

  it('takes the API key from the authorizer, never from the request', () => {
    expect(resourcesOf('AWS::ApiGateway::RestApi', ['AppPlane'])).toMatchObject([
      { Properties: { ApiKeySourceType: 'AUTHORIZER' } },
    ]);
  });

  it('asks the authorizer by the whole request, and keeps its answer for a minute', () => {
    expect(resourcesOf('AWS::ApiGateway::Authorizer', ['AppPlane'])).toMatchObject([
      {
        Properties: {
          Type: 'REQUEST',
          IdentitySource: 'method.request.header.Authorization',
          AuthorizerResultTtlInSeconds: 60,
        },
      },
    ]);
  });
});

describe('the usage plans', () => {
  it.each(Tier.options)('hold %s to what its tier buys, on the deployed stage', (tier) => {
    const { burst, ratePerSecond, quotaPerDay } = tiers[tier];

    expect(planOf(tier)?.Properties).toMatchObject({
      Throttle: { BurstLimit: burst, RateLimit: ratePerSecond },
      Quota: { Limit: quotaPerDay, Period: 'DAY' },
      ApiStages: [
        {
          ApiId: refTo(idOf('AWS::ApiGateway::RestApi')),
          Stage: refTo(idOf('AWS::ApiGateway::Stage')),
        },
      ],
    });
  });

  it('are one for each tier', () => {
    expect(resourcesOf('AWS::ApiGateway::UsagePlan')).toHaveLength(Tier.options.length);
  });

  it('are told to the services with each tier’s deployment', () => {
    const parameter = resourcesOf('AWS::SSM::Parameter').find(
      ({ Properties }) => Properties['Name'] === '/tenant-onboarding/dev/tiers',
    );
    const parts = Settings.parse(parameter?.Properties).Value['Fn::Join'][1];

    const settings = JsonObject.parse(JSON.parse(parts.map(textOf).join('')));
    const expected = Tier.options.map((tier) => [
      tier,
      { deployment: tiers[tier].deployment, usagePlanId: planOf(tier)?.id },
    ]);
    expect(settings).toEqual(Object.fromEntries(expected));
  });
});
