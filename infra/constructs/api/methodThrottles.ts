import type { MethodDeploymentOptions } from 'aws-cdk-lib/aws-apigateway';
import type { FunctionDeclaration } from '../../../services/shared/defineFunction.ts';
import { type Throttle, throttles } from '../../config.ts';

const optionsOf = ({ ratePerSecond, burst }: Throttle): MethodDeploymentOptions => ({
  throttlingRateLimit: ratePerSecond,
  throttlingBurstLimit: burst,
});

/** What holds for every method that has no numbers of its own. */
export const stageThrottle = optionsOf(throttles.guarded);

/** The numbers of each route that everybody may call, under the names that a stage has for methods. */
export const openThrottles = (
  declared: readonly FunctionDeclaration[],
): Record<string, MethodDeploymentOptions> =>
  Object.fromEntries(
    declared
      .flatMap(({ routes = {} }) => Object.entries(routes))
      .filter(([, { roles }]) => roles === 'everybody')
      .map(([key]) => {
        const [method = '', path = ''] = key.split(' ');
        const throttle = method === 'GET' ? throttles.openReads : throttles.openWrites;
        return [`${path}/${method}`, optionsOf(throttle)];
      }),
  );
