import { problem, type Reply } from '#shared/reply.ts';
import type { Member } from './member.ts';

/** A user as `/users` shows it; `status` is Cognito's word for how far the user has come. */
export const shown = ({ username, email, role, enabled }: Member, status: string) => ({
  username,
  email,
  role,
  enabled,
  status,
});

export const noTenantNamed = (): Reply =>
  problem(400, 'InvalidRequest', {
    message: 'tenantId is required: an operator says which tenant is meant',
    fields: [{ path: 'tenantId', message: 'is required for an operator' }],
  });

export const noTenant = (): Reply =>
  problem(404, 'TenantNotFound', { message: 'there is no such tenant' });

export const notYet = (): Reply =>
  problem(409, 'TenantNotReady', {
    message: 'the tenant’s first admin is just being made; try again in a minute',
  });

export const noUser = (): Reply =>
  problem(404, 'UserNotFound', { message: 'there is no such user' });

export const emailTaken = (): Reply =>
  problem(409, 'EmailInUse', {
    message: 'the e-mail address already signs in to another tenant',
    fields: [{ path: 'email', message: 'is in use' }],
  });

export const userExists = (): Reply =>
  problem(409, 'UserExists', {
    message: 'the tenant has a user with this e-mail address',
    fields: [{ path: 'email', message: 'is in use' }],
  });

export const lastAdmin = (): Reply =>
  problem(409, 'LastTenantAdmin', {
    message: 'a tenant keeps at least one enabled TenantAdmin',
  });
