import { UserCreated, UserCreationFailed } from './schemas/identity.ts';
import {
  OrphansFound,
  TenantProvisioned,
  TenantProvisioningFailed,
} from './schemas/provisioning.ts';
import { TenantRegistered } from './schemas/registration.ts';

/** Every event that the control plane publishes. */
export const catalog = [
  TenantRegistered,
  TenantProvisioned,
  TenantProvisioningFailed,
  UserCreated,
  UserCreationFailed,
  OrphansFound,
] as const;
