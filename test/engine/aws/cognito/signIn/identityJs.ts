import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';

/** What a sign-in by AWS's own front-end library comes to: a session, or what it asks for next. */
export type Step =
  | { kind: 'session'; session: CognitoUserSession }
  | { kind: 'newPassword' }
  | { kind: 'totp' }
  | { kind: 'mfaSetup' };

/** A browser's memory, as far as the library needs one. */
const memory = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      kept.set(key, value);
    },
    removeItem: (key: string) => {
      kept.delete(key);
    },
    clear: () => kept.clear(),
  };
};

type Resolve = (step: Step) => void;

/** The library's callbacks as one promise. */
export const stepping = (run: (callbacks: ReturnType<typeof callbacksOf>) => void): Promise<Step> =>
  new Promise((resolve, reject) => run(callbacksOf(resolve, reject)));

const callbacksOf = (resolve: Resolve, reject: (error: unknown) => void) => ({
  onSuccess: (session: CognitoUserSession) => resolve({ kind: 'session', session }),
  onFailure: reject,
  newPasswordRequired: () => resolve({ kind: 'newPassword' }),
  totpRequired: () => resolve({ kind: 'totp' }),
  mfaSetup: () => resolve({ kind: 'mfaSetup' }),
});

/** A user of a front end that talks to this engine over HTTP, and signs in by SRP. */
export const browserUser = (
  engine: { endpoint: string },
  { UserPoolId, ClientId, Username }: Record<'UserPoolId' | 'ClientId' | 'Username', string>,
) => {
  const Storage = memory();
  const Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint: engine.endpoint, Storage });
  const user = new CognitoUser({ Username, Pool, Storage });
  return {
    user,
    signIn: (Password: string) =>
      stepping((callbacks) =>
        user.authenticateUser(new AuthenticationDetails({ Username, Password }), callbacks),
      ),
  };
};
