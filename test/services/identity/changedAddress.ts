import type { ControlCaller } from '../../../services/shared/caller.ts';
import { bob, bobElsewhere, CODE, callers, type UsersApi } from '../../support/usersApi.ts';

/** The address that Bob wants. */
export const email = 'new@example.com';
/** Bob, who is a user of two tenants. */
export const asBob: ControlCaller = { ...callers.TenantAdmin, userName: bob.username };

/** Asks for another address of one's own. */
export const ask = (api: UsersApi, to = email, caller: ControlCaller = asBob) =>
  api.call(caller, 'PUT /users/{username}/email', {
    params: { username: caller.userName },
    body: { email: to },
  });

/** Brings a code back. */
export const confirm = (api: UsersApi, code = CODE, caller: ControlCaller = asBob) =>
  api.call(caller, 'POST /users/{username}/email/confirm', {
    params: { username: caller.userName },
    body: { code },
  });

/** Bob's addresses: in each tenant, in Cognito, and in the person's own rows. */
export const addresses = async ({ get, cognito, ports }: UsersApi) => {
  const { userPoolId } = bob;
  const inPerson = async (address: string) => {
    const person = await ports.people.get({ userPoolId, email: address });
    return person && [person.memberships?.size, person.moving, person.unfinished];
  };
  const byCognito = async (address: string) =>
    (await cognito.find({ userPoolId, email: address }))?.username === bob.username;
  return {
    members: [(await get(bob))?.email, (await get(bobElsewhere))?.email],
    cognito: [await byCognito(bob.email), await byCognito(email)],
    person: [await inPerson(bob.email), await inPerson(email)],
  };
};

/** Bob as he was. */
export const unmoved = {
  members: [bob.email, bob.email],
  cognito: [true, false],
  person: [[2, undefined, undefined], undefined],
};
/** Bob at the new address. */
export const moved = {
  members: [email, email],
  cognito: [false, true],
  person: [
    [undefined, undefined, 'closed'],
    [2, undefined, undefined],
  ],
};
