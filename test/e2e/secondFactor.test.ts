import {
  AssociateSoftwareTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { totpCode } from '../engine/aws/cognito/mfa/authenticatorApp.ts';
import { settableClock } from '../support/isolation/isolationClock.ts';
import {
  claimsIn,
  isolationPeople,
  PASSWORD,
  type People,
  SETUP_MS,
  type Tenant,
} from '../support/isolation/isolationPeople.ts';
import { type Product, startProduct } from '../support/product.ts';

const kinds = ['pool', 'silo', 'operator'] as const;

/** Codes are for half a minute, and each is good once. */
const NEXT_CODE_MS = 31_000;

describe('a second factor', () => {
  const time = settableClock();
  let product: Product;
  let people: People;
  let tenants: Record<'pool' | 'silo', Tenant>;
  let operator: Awaited<ReturnType<People['operator']>>;

  beforeAll(async () => {
    product = await startProduct({ clock: time.clock });
    people = isolationPeople(product);
    const [pool, silo] = await Promise.all([
      people.onboard('Acme', 'basic'),
      people.onboard('Globex', 'platinum'),
    ]);
    tenants = { pool, silo };
    operator = await people.operator();
  }, SETUP_MS);
  afterAll(() => product.stop());

  /** Sets an app up for whoever has this access token; answers the app's secret. */
  const setUp = async (AccessToken: string): Promise<string> => {
    const { SecretCode = '' } = await people.cognito.send(
      new AssociateSoftwareTokenCommand({ AccessToken }),
    );
    const UserCode = totpCode(SecretCode, time.clock.now());
    await people.cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await people.cognito.send(
      new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }),
    );
    return SecretCode;
  };

  const whoever = (kind: (typeof kinds)[number]) =>
    kind === 'operator' ? operator.signing : { ...tenants[kind].user, password: PASSWORD };

  const begin = ({ clientId, email, password }: ReturnType<typeof whoever>) =>
    people.cognito.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    );

  const answer = async (who: ReturnType<typeof whoever>, SOFTWARE_TOKEN_MFA_CODE: string) => {
    const { ChallengeName, Session } = await begin(who);
    return people.cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId: who.clientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: who.email, SOFTWARE_TOKEN_MFA_CODE },
      }),
    );
  };

  it.each(kinds)('is asked of a %s user who has set it up, and of a code once', async (kind) => {
    const who = whoever(kind);
    const { access } = await people.signIn(who);
    const secret = await setUp(access);
    const later = (ms: number) => totpCode(secret, time.clock.now() + ms);

    const { ChallengeName, AuthenticationResult: none } = await begin(who);
    await expect(answer(who, '000000')).rejects.toMatchObject({ name: 'CodeMismatchException' });
    const code = later(NEXT_CODE_MS);
    const { AuthenticationResult } = await answer(who, code);

    const { sub } = claimsIn(String(AuthenticationResult?.IdToken));
    expect([ChallengeName, none, sub]).toEqual(['SOFTWARE_TOKEN_MFA', undefined, who.username]);
    await expect(answer(who, code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('is dropped by an operator for somebody who lost it', async () => {
    const email = 'lost@acme.example';
    const username = await people.invite(tenants.pool.admin.tokens.id, email);
    const person = await people.enter(tenants.pool.clientId, email);
    await setUp(person.tokens.access);
    const drop = (token: string) =>
      people.call('control', `DELETE users/${username}/second-factor`, { token });

    const byAdmin = await drop(tenants.pool.admin.tokens.id);
    const byOperator = await drop(operator.tokens.id);

    expect([byAdmin.status, byOperator.status]).toEqual([403, 204]);
    expect(await people.signIn(person)).toMatchObject({ id: expect.any(String) });
  });
});
