import * as z from 'zod';
import { TenantRegistered } from '#events/schemas/registration.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { PaceEnv, StateMachineEnv, TiersEnv } from '../provisioningEnv.ts';

export const startOnboardingFunction = defineFunction({
  handler: 'provisioning/onboarding/startOnboarding',
  environment: TiersEnv.extend({
    ...StateMachineEnv.shape,
    ...PaceEnv.shape,
    EVENT_BUS_NAME: z.string().min(1),
    /** What stands before a partner's name in the name of the parameter with its rules. */
    PARTNERS_PARAMETER: z.string().min(1),
  }),
  consumes: { TenantRegistered },
  /** Twenty registrations at once: fewer than 300 a second, as many executions as AWS lets begin. */
  queue: { maximumConcurrency: 2 },
});
