import { SFNClient } from '@aws-sdk/client-sfn';
import { TenantRegistered } from '#events/schemas/registration.ts';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { on, onEvents } from '#shared/onEvents.ts';
import { jsonSetting } from '#shared/settings.ts';
import { StarterEnv, TierSettings } from '../provisioningEnv.ts';
import { sagaExecutions } from '../saga/sagaExecutions.ts';
import { startOnboarding } from './startOnboarding.ts';

const { STATE_MACHINE_ARN, TIERS_PARAMETER } = env(StarterEnv);

const run = startOnboarding({
  tiers: jsonSetting(TIERS_PARAMETER, TierSettings),
  start: sagaExecutions(new SFNClient(clientDefaults), STATE_MACHINE_ARN).start,
});

export const handler = onEvents([on(TenantRegistered, run)]);
