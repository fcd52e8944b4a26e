import * as z from 'zod';
import { typedAddress } from '#events/emailAddress.ts';
import { TenantRole } from '#events/fields.ts';
import { problem } from '#shared/reply.ts';
import { Invitation } from './invitation.ts';
import type { Member } from './member.ts';

/** A user as `/users` shows it. */
export const UserView = z
  .object({
    username: z.string(),
    email: z.string().describe('The address, its domain as people type it.'),
    role: TenantRole,
    enabled: z.boolean(),
    status: z
      .enum(['invited', 'joined'])
      .describe('Joined, from when the person has signed in to this tenant.'),
    invitation: Invitation.optional().describe(
      'Where one user or all are shown: of somebody who has never signed in, to no tenant.',
    ),
  })
  .meta({ id: 'User' });
export type UserView = z.infer<typeof UserView>;

export const shown = (
  { username, email, role, enabled, joined }: Member,
  invitation?: Invitation,
): UserView => ({
  username,
  email: typedAddress(email),
  role,
  enabled,
  status: joined ? 'joined' : 'invited',
  ...(invitation && { invitation }),
});

export const severalTenants = () =>
  problem(400, 'InvalidRequest', {
    message: 'tenantId is required: the user is a member of several tenants',
    fields: [{ path: 'tenantId', message: 'is required: the user is a member of several tenants' }],
  });

export const addressRefused = () =>
  problem(400, 'InvalidRequest', {
    message: 'email is no address that invitations can be sent to',
    fields: [{ path: 'email', message: 'is no address that invitations can be sent to' }],
  });

export const noTenantNamed = () =>
  problem(400, 'InvalidRequest', {
    message: 'tenantId is required: an operator says which tenant is meant',
    fields: [{ path: 'tenantId', message: 'is required for an operator' }],
  });

export const noTenant = () =>
  problem(404, 'TenantNotFound', { message: 'there is no such tenant' });

export const notYet = () =>
  problem(409, 'TenantNotReady', {
    message: 'the tenant’s first admin is just being made; try again in a minute',
  });

export const noUser = () => problem(404, 'UserNotFound', { message: 'there is no such user' });

export const userExists = () =>
  problem(409, 'UserExists', {
    message: 'the tenant has a user with this e-mail address',
    fields: [{ path: 'email', message: 'is in use' }],
  });

export const sameAddress = () =>
  problem(400, 'InvalidRequest', {
    message: 'email is the address that you have',
    fields: [{ path: 'email', message: 'is the address that you have' }],
  });

export const addressTaken = () =>
  problem(409, 'AddressTaken', {
    message: 'another user has this e-mail address',
    fields: [{ path: 'email', message: 'is in use' }],
  });

export const justChanged = () =>
  problem(409, 'AddressJustChanged', {
    message: 'the address was changed a moment ago; try again in a quarter of an hour',
  });

export const notTheirs = () =>
  problem(409, 'AddressIsPersonal', {
    message: 'only the person can change this address, by a code that is mailed to the new one',
  });

export const nothingToConfirm = () =>
  problem(404, 'NothingToConfirm', {
    message: 'no new address waits to be confirmed: ask for a code again',
  });

export const wrongCode = () =>
  problem(400, 'WrongCode', {
    message: 'code is not the code of our latest mail',
    fields: [{ path: 'code', message: 'is not the code of our latest mail' }],
  });

export const lastAdmin = () =>
  problem(409, 'LastTenantAdmin', {
    message: 'a tenant keeps at least one enabled TenantAdmin',
  });
