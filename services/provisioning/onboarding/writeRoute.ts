import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { derivedEventId } from '#events/eventId.ts';
import type { Deployment } from '#events/fields.ts';
import { TenantProvisioned } from '#events/schemas/provisioning.ts';
import { Profile } from '#events/schemas/registration.ts';
import { sequenceOf } from '#events/sequence.ts';
import { PermanentError } from '#shared/errors.ts';
import { isProtected, TenantInUse } from '#shared/ownership.ts';
import { type Route, resourcesOf, type StandingRoute } from '#shared/route.ts';
import type { routingTable } from '#shared/routingTable.ts';
import { ClaimEnv, PrefixEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import type { createApiKeyStep, KeyValues } from './createApiKey.ts';
import type { createIdentityStep } from './createIdentity.ts';
import { resourcesIn } from './madeResource.ts';
import type { OnboardingInput, StepInput } from './onboardingInput.ts';

/** The id and the sequence of the TenantProvisioned that is to announce the route. */
const WrittenRoute = z.object({ provisionedEventId: z.string(), sequence: z.int() });
type WrittenRoute = z.infer<typeof WrittenRoute>;

export const writeRouteStep = {
  name: 'WriteRoute',
  run: 'provisioning/onboarding/writeRoute',
  undo: 'DeleteRoute',
  pivot: true,
  result: WrittenRoute,
  environment: PrefixEnv.extend({
    ...RoutingTableEnv.shape,
    ...ClaimEnv.shape,
    POOLED_TABLE_PARAMETER: z.string().min(1),
  }),
} as const satisfies SagaStep;

type Input = StepInput<typeof createIdentityStep | typeof createApiKeyStep>;

export type RoutePorts = Pick<ReturnType<typeof routingTable>, 'routeOf' | 'write' | 'remove'> & {
  /** The key's value: a secret, so it goes straight to the route and into no event or log. */
  keyValue: KeyValues['read'];
  tableName(deployment: Deployment, tenantId: string): Promise<string>;
};

const routeFor = async (ports: RoutePorts, input: Input): Promise<Route> => {
  const { tenantId, tenantName, tier, deployment, registrationId, adminEmail, results } = input;
  const { CreateIdentity: identity, CreateApiKey: key } = results;
  const resources = resourcesIn(results);
  if (!identity || !key) throw new PermanentError('a route needs an identity and an API key');
  return {
    tenantId,
    tenantName,
    tier,
    deployment,
    registrationId,
    adminEmail,
    writtenFor: input.eventId,
    provisionedEventId: derivedEventId(
      new Date(input.enteredAt),
      input.eventId,
      TenantProvisioned.type,
    ),
    sequence: sequenceOf(input.replay, 'provisioned'),
    status: 'active',
    ...Profile.parse(input),
    ...identity,
    ...key,
    apiKey: await ports.keyValue({ tenantId, owner: input.eventId }),
    tableName: await ports.tableName(deployment, tenantId),
    ...(Object.keys(resources).length > 0 && { resources }),
  };
};

const announcementOf = ({ provisionedEventId, sequence }: StandingRoute): WrittenRoute => ({
  provisionedEventId,
  sequence,
});

const isSame = (one: StandingRoute, other: StandingRoute): boolean =>
  one.writtenFor === other.writtenFor && isDeepStrictEqual(resourcesOf(one), resourcesOf(other));

/**
 * From here on the tenant's requests find their way. Fixes the id of the TenantProvisioned to come: a
 * route that an earlier try has written keeps its own.
 */
export const writeRoute =
  (ports: RoutePorts) =>
  async (input: Input): Promise<WrittenRoute> => {
    const route = await routeFor(ports, input);
    const before = await ports.routeOf(input.tenantId);
    if (before && isSame(before, route)) return announcementOf(before);
    if (await ports.write(route, before)) return announcementOf(route);
    throw new PermanentError(
      `tenant ${input.tenantId} has a route of another registration, or one in use`,
    );
  };

/** Undoes `writeRoute`; TenantInUse when people use the tenant. */
export const deleteRoute =
  (ports: Pick<RoutePorts, 'remove' | 'routeOf'>) => async (input: OnboardingInput) => {
    const { tenantId, eventId: owner } = input;
    await ports.remove(tenantId, owner);
    const route = await ports.routeOf(tenantId);
    if (route?.writtenFor === owner && isProtected(route)) {
      throw new TenantInUse(`tenant ${tenantId} is in use: its route is not removed`);
    }
    return {};
  };
