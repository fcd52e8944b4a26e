import type { CognitoUsers, FoundUser } from '../../services/identity/cognitoUsers.ts';
import type { Address } from '../../services/identity/person.ts';
import { aUsername } from './builders.ts';
import { fixedNow } from './fakes.ts';

const placeOf = ({ userPoolId, email }: Address): string => `${userPoolId} ${email}`;

/** People's users in memory, and what was mailed to them: an invitation, or another one. */
export const fakeCognito = () => {
  const users = new Map<string, FoundUser>();
  const mails: { to: string; what: 'invitation' | 'another' }[] = [];
  /** Whose second factor was turned off. */
  const withoutFactor: string[] = [];
  let made = 100;
  const cognito: CognitoUsers = {
    async invite(address) {
      if (users.has(placeOf(address))) return undefined;
      made += 1;
      const user = { username: aUsername(made), createdAt: fixedNow(), hasSignedIn: false };
      users.set(placeOf(address), user);
      mails.push({ to: address.email, what: 'invitation' });
      return user;
    },
    async inviteAgain(address) {
      if (users.get(placeOf(address))?.hasSignedIn) return false;
      mails.push({ to: address.email, what: 'another' });
      return true;
    },
    async changeAddress({ userPoolId, username }, to) {
      const owner = users.get(placeOf({ userPoolId, email: to }));
      if (owner && owner.username !== username) return 'used';
      const [before, user] = [...users].find(([, { username: other }]) => other === username) ?? [];
      if (before === undefined || !user) return 'changed';
      users.delete(before);
      users.set(placeOf({ userPoolId, email: to }), user);
      return 'changed';
    },
    find: async (address) => users.get(placeOf(address)),
    async dropSecondFactor({ username }) {
      withoutFactor.push(username);
    },
    async deleteUser({ userPoolId, username }) {
      for (const [place, user] of users) {
        const isMeant = place.startsWith(`${userPoolId} `) && user.username === username;
        if (isMeant) users.delete(place);
      }
    },
  };
  return {
    cognito,
    mails,
    withoutFactor,
    /** A user that is there already. */
    put: (address: Address, user: FoundUser) => users.set(placeOf(address), user),
    userAt: (address: Address) => users.get(placeOf(address)),
    /** All users' names. */
    usernames: () => [...users.values()].map(({ username }) => username),
  };
};
