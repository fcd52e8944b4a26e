import { PARTNER_PREFIX, type SourceMatch } from './defineEvent.ts';
import { UserCreated, UserCreationFailed, UserEmailChanged } from './schemas/identity.ts';
import {
  TenantDataErased,
  TenantOffboarded,
  TenantOffboardingCancelled,
  TenantOffboardingFailed,
  TenantOffboardingScheduled,
} from './schemas/offboarding.ts';
import {
  OrphansFound,
  RegistrationRefused,
  TenantProvisioned,
  TenantProvisioningFailed,
  TenantQueued,
} from './schemas/provisioning.ts';
import { TenantRegistered } from './schemas/registration.ts';
import { TenantActivated, TenantDeactivated } from './schemas/tenantStatus.ts';

/** Every event that the control plane publishes. */
export const catalog = [
  TenantRegistered,
  TenantQueued,
  TenantProvisioned,
  TenantProvisioningFailed,
  UserCreated,
  UserCreationFailed,
  UserEmailChanged,
  TenantDeactivated,
  TenantActivated,
  TenantOffboardingScheduled,
  TenantOffboardingCancelled,
  TenantOffboardingFailed,
  TenantOffboarded,
  TenantDataErased,
  RegistrationRefused,
  OrphansFound,
] as const;

/** Our own services that publish. */
export const ownSources = [...new Set(catalog.flatMap(({ ours }) => ours))];

/** Everybody whose events are on the bus. */
export const allSources: readonly SourceMatch[] = [...ownSources, { prefix: PARTNER_PREFIX }];
