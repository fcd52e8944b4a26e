import type { Deployment } from '#events/fields.ts';
import { PermanentError } from '#shared/errors.ts';
import type { Route } from '#shared/route.ts';
import type { StepInput } from '../saga/sagaState.ts';

export type RoutePorts = {
  /** The key's value: a secret, so it goes straight to the route and into no event or log. */
  apiKeyValue(apiKeyId: string): Promise<string>;
  tableName(deployment: Deployment, tenantId: string): Promise<string>;
  /** Writes the route unless another owner's is there, which it then reports as false. */
  write(route: Route, owner: string): Promise<boolean>;
  /** Removes this owner's route; succeeds when there is none. */
  remove(tenantId: string, owner: string): Promise<void>;
};

/** From here on the tenant's requests find their way. */
export const writeRoute = (ports: RoutePorts) => async (input: StepInput) => {
  const { tenantId, tenantName, tier, deployment, registrationId, results } = input;
  const { CreateIdentity: identity, CreateApiKey: key } = results;
  if (!identity || !key) throw new PermanentError('a route needs an identity and an API key');
  const route: Route = {
    tenantId,
    tenantName,
    tier,
    deployment,
    registrationId,
    status: 'active',
    ...identity,
    ...key,
    apiKey: await ports.apiKeyValue(key.apiKeyId),
    tableName: await ports.tableName(deployment, tenantId),
  };
  if (await ports.write(route, input.eventId)) return {};
  throw new PermanentError(`tenant ${tenantId} has a route of another registration`);
};

/** Undoes `writeRoute`. */
export const deleteRoute = (ports: Pick<RoutePorts, 'remove'>) => async (input: StepInput) => {
  await ports.remove(input.tenantId, input.eventId);
  return {};
};
