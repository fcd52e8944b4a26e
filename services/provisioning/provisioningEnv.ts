import { z } from 'zod';
import { Deployment, Tier } from '#events/fields.ts';
import { MetricEnv } from '#shared/metricNames.ts';

const Name = z.string().min(1);

/** What each kind of provisioning function needs from its deployment. */
export const ClaimEnv = z.object({ CLAIM_TABLE: Name });

/** Names of tenants' resources start with the prefix. */
export const PrefixEnv = z.object({ RESOURCE_PREFIX: Name });

export const IdentityEnv = PrefixEnv.extend({ POOLED_USER_POOL_PARAMETER: Name });

export const TiersEnv = z.object({ TIERS_PARAMETER: Name });

export const ApiKeyEnv = PrefixEnv.extend(TiersEnv.shape);

export const RoutingTableEnv = z.object({ ROUTING_TABLE: Name });

/** What removes tenants' resources also asks whether they are in use. */
export const ClaimReleaseEnv = ClaimEnv.extend(RoutingTableEnv.shape);
export const IdentityRemovalEnv = IdentityEnv.extend(RoutingTableEnv.shape);
export const ApiKeyRemovalEnv = ApiKeyEnv.extend(RoutingTableEnv.shape);
export const DataStoreRemovalEnv = PrefixEnv.extend(RoutingTableEnv.shape);

export const RouteEnv = PrefixEnv.extend({
  ...RoutingTableEnv.shape,
  POOLED_TABLE_PARAMETER: Name,
});

export const PublisherEnv = z.object({ EVENT_BUS_NAME: Name, AWS_REGION: Name });

export const FailurePublisherEnv = PublisherEnv.extend({
  ...MetricEnv.shape,
  ...ClaimEnv.shape,
  ...RoutingTableEnv.shape,
});

export const StateMachineEnv = z.object({ STATE_MACHINE_ARN: Name });

/** What a tier means in this deployment; the parameter that infra writes has this shape. */
export const TierSettings = z.record(
  Tier,
  z.object({ deployment: Deployment, usagePlanId: z.string().min(1) }),
);
export type TierSettings = z.infer<typeof TierSettings>;
