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

/** The function that a queue is for. */
const fedBy = (world: World, input: AwsCall['input']): string | undefined => {
  const { accountId, region } = world.running.engine;
  const name = String(input['QueueUrl']).split('/').at(-1);
  return world.parts.places.get(`arn:aws:sqs:${region}:${accountId}:${name}`);
};

/**
 * Who calls what, in words that are the same in every run: `provisioning/onboarding/createApiKey.run apigateway:CreateApiKey`,
 * `states invokes provisioning/onboarding/createApiKey.run`, or `events queues for provisioning/onboarding/startOnboarding`.
 * Undefined for calls that nothing happens to: those of the account's root, the keys that Lambda takes for a
 * function, and its looks into a queue, which it repeats for ever.
 */
export const placeOf = (world: World, call: AwsCall): string | undefined => {
  const { principal, service, operation, input } = call;
  const environment = world.environments.get(principal);
  if (environment) return `${environment.place} ${service}:${operation}`;
  const by = serviceOf(principal);
  if (by === undefined || service === 'sts' || operation === 'ReceiveMessage') return undefined;
  const queuedFor = operation === 'SendMessage' ? fedBy(world, input) : undefined;
  if (queuedFor !== undefined) return `${by} queues for ${queuedFor}`;
  if (operation !== 'Invoke') return `${by} ${service}:${operation}`;
  return `${by} invokes ${world.parts.places.get(String(input['FunctionName'])) ?? '?'}`;
};
