import type { AwsCall, Principal } from '#engine';
import type { World } from '../world/world.ts';

const SERVICES: Readonly<Record<string, string>> = {
  'apigateway.amazonaws.com': 'api',
  'events.amazonaws.com': 'events',
  'lambda.amazonaws.com': 'lambda',
  'states.amazonaws.com': 'states',
};

const serviceOf = (principal: Principal): string | undefined => {
  if (principal.kind === 'service') return SERVICES[principal.service];
  if (principal.kind === 'role' && principal.assumedBy)
    return SERVICES[principal.assumedBy.service];
  return undefined;
};

/**
 * Who calls what, in words that are the same in every run: `provisioning/onboarding/createApiKey.run apigateway:CreateApiKey`,
 * or `states invokes provisioning/onboarding/createApiKey.run`. Undefined for calls that nothing happens to: those of
 * the account's root, and the keys that Lambda takes for a function.
 */
export const placeOf = (world: World, call: AwsCall): string | undefined => {
  const { principal, service, operation, input } = call;
  const environment = world.environments.get(principal);
  if (environment) return `${environment.place} ${service}:${operation}`;
  const by = serviceOf(principal);
  if (by === undefined || service === 'sts') return undefined;
  if (operation !== 'Invoke') return `${by} ${service}:${operation}`;
  return `${by} invokes ${world.parts.places.get(String(input['FunctionName'])) ?? '?'}`;
};
