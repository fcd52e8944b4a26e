import * as z from 'zod';
import { defineFunction } from '#shared/defineFunction.ts';
import { MetricEnv } from '#shared/metricNames.ts';
import {
  ClaimEnv,
  IdentityEnv,
  RoutingTableEnv,
  StateMachineEnv,
  TiersEnv,
} from '../provisioningEnv.ts';

export const sweepOrphansFunction = defineFunction({
  handler: 'provisioning/orphans/sweepOrphans',
  environment: IdentityEnv.extend({
    ...ClaimEnv.shape,
    ...RoutingTableEnv.shape,
    ...StateMachineEnv.shape,
    ...TiersEnv.shape,
    ...MetricEnv.shape,
    EVENT_BUS_NAME: z.string().min(1),
  }),
});
