import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { publishOn } from '#events/publish.ts';
import { TenantRegistered } from '#events/schemas/registration.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { on, onEvents } from '#shared/onEvents.ts';
import { jsonSetting } from '#shared/settings.ts';
import { StarterEnv, TierSettings } from '../provisioningEnv.ts';
import { sagaExecutions } from '../saga/sagaExecutions.ts';
import { admissionTable } from '../tenants/admissionTable.ts';
import { startOnboarding } from './startOnboarding.ts';

const { STATE_MACHINE_ARN, TIERS_PARAMETER, CLAIM_TABLE, EVENT_BUS_NAME } = env(StarterEnv);

const run = startOnboarding({
  ...admissionTable(documentClient(), CLAIM_TABLE),
  tiers: jsonSetting(TIERS_PARAMETER, TierSettings),
  start: sagaExecutions(new SFNClient(clientDefaults), STATE_MACHINE_ARN).start,
  publish: publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME),
});

export const handler = onEvents([on(TenantRegistered, run)]);
