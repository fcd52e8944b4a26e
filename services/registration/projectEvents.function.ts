import * as z from 'zod';
import { UserCreated, UserCreationFailed } from '#events/schemas/identity.ts';
import {
  TenantOffboarded,
  TenantOffboardingCancelled,
  TenantOffboardingScheduled,
} from '#events/schemas/offboarding.ts';
import {
  RegistrationRefused,
  TenantProvisioned,
  TenantProvisioningFailed,
  TenantQueued,
} from '#events/schemas/provisioning.ts';
import { TenantRegistered } from '#events/schemas/registration.ts';
import { TenantActivated, TenantDeactivated } from '#events/schemas/tenantStatus.ts';
import { defineFunction } from '#shared/defineFunction.ts';
import { PublisherEnv } from './registrationEnv.ts';

/** It asks whether tenants stand as events say. */
export const projectEventsFunction = defineFunction({
  handler: 'registration/projectEvents',
  environment: PublisherEnv.extend({
    ROUTING_TABLE: z.string().min(1),
    AWS_REGION: z.string().min(1),
  }),
  consumes: {
    TenantRegistered,
    RegistrationRefused,
    TenantQueued,
    TenantProvisioned,
    TenantProvisioningFailed,
    UserCreated,
    UserCreationFailed,
    TenantDeactivated,
    TenantActivated,
    TenantOffboardingScheduled,
    TenantOffboardingCancelled,
    TenantOffboarded,
  },
});
