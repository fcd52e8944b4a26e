import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { env } from '#shared/env.ts';
import { stepTask } from '../saga/sagaTasks.ts';
import { onboardingSaga } from './onboardingSaga.ts';
import {
  publishTenantProvisioned,
  publishTenantProvisionedStep,
} from './publishTenantProvisioned.ts';

const { EVENT_BUS_NAME, AWS_REGION } = env(publishTenantProvisionedStep.environment);
const publish = publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME);

export const run = stepTask(
  onboardingSaga,
  publishTenantProvisionedStep,
  publishTenantProvisioned(publish, AWS_REGION),
);
