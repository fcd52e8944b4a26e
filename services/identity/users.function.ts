import * as z from 'zod';
import { defineFunction } from '#shared/defineFunction.ts';
import { pageFields } from '#shared/page.ts';
import { InvitingEnv } from './identityEnv.ts';
import { RatesEnv } from './userRates.ts';
import { UserView } from './userReplies.ts';
import {
  ConfirmAddress,
  CreateUser,
  ListUsers,
  OneUser,
  PutAddress,
  UpdateUser,
} from './userRequests.ts';

const noTenant = { says: 'There is no such tenant.' };
const noUser = { says: 'There is no such user.' };
const noMail = {
  says: 'A service did not answer; or no more mail can be sent today, and nothing was changed (`OutOfMail`, with Retry-After).',
};
const tooMany = {
  says: 'The tenant has had its share for the minute or the day; `Retry-After` says in how many seconds there is more.',
};
const lastAdmin = { says: 'A tenant keeps at least one enabled TenantAdmin.' };

export const usersFunction = defineFunction({
  handler: 'identity/users',
  environment: InvitingEnv.extend(RatesEnv.shape),
  routes: {
    'GET /users': {
      says: 'Lists the users of a tenant; of its own, for a TenantAdmin.',
      roles: ['SystemAdmin', 'TenantAdmin'],
      request: ListUsers,
      replies: {
        200: {
          says: 'A page of users.',
          body: z.object({ users: z.array(UserView), ...pageFields }),
        },
        404: noTenant,
        429: tooMany,
      },
    },
    'POST /users': {
      says: 'Invites a user.',
      roles: ['SystemAdmin', 'TenantAdmin'],
      request: CreateUser,
      replies: {
        201: { says: 'The person is invited by e-mail.', body: UserView },
        404: noTenant,
        409: { says: 'The person is a user of the tenant, or the tenant has no first admin yet.' },
        429: tooMany,
        503: noMail,
      },
    },
    'GET /users/{username}': {
      says: 'Shows a user; itself, to a TenantUser.',
      roles: ['SystemAdmin', 'TenantAdmin', 'TenantUser'],
      request: OneUser,
      replies: { 200: { says: 'The user.', body: UserView }, 404: noUser },
    },
    'PUT /users/{username}': {
      says: 'Changes the role of a user, or lets it in and out.',
      roles: ['SystemAdmin', 'TenantAdmin'],
      request: UpdateUser,
      replies: {
        200: { says: 'The user as it is now.', body: UserView },
        404: noUser,
        409: lastAdmin,
      },
    },
    'PUT /users/{username}/email': {
      says: 'Asks for another address of one’s own: a code goes there, and word of it to the present one. No more than three codes an hour go to one address, or for one person. Of somebody who has never signed in, and is no user elsewhere, an admin corrects the address at once.',
      roles: ['SystemAdmin', 'TenantAdmin', 'TenantUser'],
      request: PutAddress,
      replies: {
        202: {
          says: 'The code is on its way, is good for an hour, and nothing has changed yet. Or the right address is invited in place of the wrong one, whose user and password are gone: the new user has another username.',
          body: UserView,
        },
        404: noUser,
        429: tooMany,
        409: {
          says: 'Only the person can change this address; or it was changed a moment ago; or the tenant has a user with the right one.',
        },
        503: noMail,
      },
    },
    'POST /users/{username}/email/confirm': {
      says: 'Changes one’s own address by the code that was mailed there: in every tenant that shares the user. Five wrong codes end it.',
      roles: ['TenantAdmin', 'TenantUser'],
      request: ConfirmAddress,
      replies: {
        200: { says: 'The person signs in by the new address now.', body: UserView },
        404: { says: 'There is no such user, or no code that is awaited.' },
        409: { says: 'Another user has this address.' },
      },
    },
    'POST /users/{username}/invitation': {
      says: 'Sends a user another invitation; a temporary password of an earlier one ends.',
      roles: ['SystemAdmin', 'TenantAdmin'],
      request: OneUser,
      replies: {
        202: { says: 'The invitation is on its way.', body: UserView },
        404: noUser,
        429: tooMany,
        503: noMail,
      },
    },
    'DELETE /users/{username}/second-factor': {
      says: 'Turns the second factor of a person off who has lost it: it can sign in and set up another.',
      roles: ['SystemAdmin'],
      request: OneUser,
      replies: { 204: { says: 'The person needs no second factor now.' }, 404: noUser },
    },
    'DELETE /users/{username}': {
      says: 'Removes a user from the tenant.',
      roles: ['SystemAdmin', 'TenantAdmin'],
      request: OneUser,
      replies: {
        204: { says: 'The person is no user of the tenant any more.' },
        404: noUser,
        409: lastAdmin,
      },
    },
  },
});
