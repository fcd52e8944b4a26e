import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { apis, servingFunctions } from '../../../../infra/apis.ts';
import { throttles } from '../../../../infra/config.ts';
import { openThrottles } from '../../../../infra/constructs/api/methodThrottles.ts';
import { resourcesOf } from '../../../support/resources.ts';

const Settings = z.array(
  z.object({
    HttpMethod: z.string(),
    ResourcePath: z.string(),
    ThrottlingRateLimit: z.number(),
    ThrottlingBurstLimit: z.number(),
  }),
);

const settingsOf = (stack: 'ControlPlane' | 'AppPlane') => {
  const [stage] = resourcesOf('AWS::ApiGateway::Stage', [stack]);
  return Settings.parse(stage?.Properties['MethodSettings']);
};

const open = Object.values(apis.control)
  .flatMap(({ routes }) => Object.entries(routes))
  .filter(([, { roles }]) => roles === 'everybody')
  .map(([key]) => key);

describe('openThrottles', () => {
  it('has numbers for each route that everybody may call, and for no other', () => {
    const named = Object.keys(openThrottles(servingFunctions));

    expect(named.sort()).toEqual(open.map((key) => key.split(' ').reverse().join('/')).sort());
  });
});

describe('the stages of both APIs', () => {
  it.each(['ControlPlane', 'AppPlane'] as const)('limit every method of %s', (stack) => {
    const { ratePerSecond, burst } = throttles.guarded;

    expect(settingsOf(stack)).toContainEqual({
      HttpMethod: '*',
      ResourcePath: '/*',
      ThrottlingRateLimit: ratePerSecond,
      ThrottlingBurstLimit: burst,
    });
  });

  it.each(open)('limit %s more, by numbers of its own', (key) => {
    const [method = '', path = ''] = key.split(' ');
    const { ratePerSecond, burst } = method === 'GET' ? throttles.openReads : throttles.openWrites;

    expect(settingsOf('ControlPlane')).toContainEqual({
      HttpMethod: method,
      ResourcePath: `/${path.replaceAll('/', '~1')}`,
      ThrottlingRateLimit: ratePerSecond,
      ThrottlingBurstLimit: burst,
    });
  });
});
