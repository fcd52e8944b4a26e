import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { onEvents } from '#shared/onEvents.ts';
import { jsonSetting } from '#shared/settings.ts';
import { turnsIn } from '#shared/turns.ts';
import { TierSettings } from '../provisioningEnv.ts';
import { sagaExecutions } from '../saga/sagaExecutions.ts';
import { admissionTable } from '../tenants/admissionTable.ts';
import { startClock } from '../tenants/paceClock.ts';
import { partnerParameters } from '../tenants/partnerParameters.ts';
import { partnerAdmission } from './partners.ts';
import { startOnboardingFunction } from './startOnboarding.function.ts';
import { startOnboarding } from './startOnboarding.ts';

const settings = env(startOnboardingFunction.environment);
const { STATE_MACHINE_ARN, TIERS_PARAMETER, CLAIM_TABLE: tableName, EVENT_BUS_NAME } = settings;
const documents = documentClient();

const TenantRegistered = startOnboarding({
  ...admissionTable(documents, tableName),
  partner: partnerAdmission({
    rulesOf: partnerParameters(settings.PARTNERS_PARAMETER),
    takeTurn: turnsIn({ documents, tableName, now: () => new Date() }),
  }),
  tiers: jsonSetting(TIERS_PARAMETER, TierSettings),
  start: sagaExecutions(new SFNClient(clientDefaults), STATE_MACHINE_ARN).start,
  reserve: startClock(documents, settings),
  publish: publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME),
});

export const handler = onEvents(startOnboardingFunction, { TenantRegistered });
