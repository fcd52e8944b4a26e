import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { z } from 'zod';
import { localOperator } from '../../../local/localOperator.ts';
import type { Product } from '../product.ts';

/** For a product and tenants of it, on a busy machine. */
export const SETUP_MS = 240_000;

export const PASSWORD = 'Correct-Horse-9-Battery';

const Tokens = z
  .object({ IdToken: z.string(), AccessToken: z.string(), RefreshToken: z.string() })
  .transform(({ IdToken: id, AccessToken: access, RefreshToken: refresh }) => ({
    id,
    access,
    refresh,
  }));
export type Tokens = z.infer<typeof Tokens>;

/** How somebody signs in, and as whom Cognito knows them. */
export type Person = { email: string; username: string; clientId: string; tokens: Tokens };

/** A tenant with an admin and a user, both signed in. */
export type Tenant = {
  registrationId: string;
  tenantId: string;
  tenantName: string;
  userPoolId: string;
  clientId: string;
  admin: Person;
  user: Person;
};

const Created = z.object({ username: z.string() });
const Claims = z.looseObject({ 'cognito:username': z.string() });
const OperatorOutputs = z.object({
  OperatorUserPoolId: z.string(),
  OperatorClientId: z.string(),
  OperatorUsername: z.string(),
  OperatorPassword: z.string(),
});

/** A token's claims, unverified. */
export const claimsIn = (token: string) =>
  Claims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()));

export type Signing = { clientId: string; email: string; password?: string };

/** What people and the tests' preparations do with a running product. */
export const isolationPeople = (product: Product) => {
  const cognito = new CognitoIdentityProviderClient({ ...product.sdk, maxAttempts: 1 });

  const authenticate = ({ clientId, email, password = PASSWORD }: Signing) =>
    cognito.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    );

  /** A further sign-in, with fresh tokens. */
  const signIn = async (signing: Signing): Promise<Tokens> =>
    Tokens.parse((await authenticate(signing)).AuthenticationResult);

  /** Further tokens, by the refresh token. */
  const refresh = async ({ clientId, tokens }: Person): Promise<void> => {
    await cognito.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: tokens.refresh },
      }),
    );
  };

  /** A first sign-in, by the mailed password. */
  const enter = async (clientId: string, email: string): Promise<Person> => {
    const [invitation] = await product.mailTo(email);
    const password = /password is (\S+?)\.?$/.exec(invitation?.body ?? '')?.[1] ?? '';
    const { ChallengeName, Session } = await authenticate({ clientId, email, password });
    const { AuthenticationResult } = await cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId: clientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: email, NEW_PASSWORD: PASSWORD },
      }),
    );
    const tokens = Tokens.parse(AuthenticationResult);
    return { email, clientId, tokens, username: claimsIn(tokens.id)['cognito:username'] };
  };

  /** `METHOD path` on one of the two APIs, with this token or with none. */
  const call = (
    api: 'control' | 'app',
    request: string,
    more: { token?: string | undefined; body?: unknown; headers?: Record<string, string> } = {},
  ) => {
    const [method = '', path = ''] = request.split(' ');
    const { ControlApiUrl, AppApiUrl } = product.outputs;
    return product.http(`${api === 'control' ? ControlApiUrl : AppApiUrl}${path}`, {
      method,
      headers: {
        ...(more.token !== undefined && { authorization: `Bearer ${more.token}` }),
        ...more.headers,
      },
      ...(more.body !== undefined && { body: JSON.stringify(more.body) }),
    });
  };

  const created = async (token: string, body: object): Promise<string> =>
    Created.parse((await call('control', 'POST users', { token, body })).body).username;

  /** A new, invited user of the tenant whose admin's token this is; answers the username. */
  const invite = (token: string, email: string, role = 'TenantUser'): Promise<string> =>
    created(token, { email, role });

  /** The same, by an operator. */
  const inviteTo = (tenantId: string, operatorToken: string, email: string): Promise<string> =>
    created(operatorToken, { email, role: 'TenantUser', tenantId });

  const onboard = async (name: string, tier: string): Promise<Tenant> => {
    const domain = `${name.toLowerCase()}.example`;
    const signUp = { tenantName: name, adminEmail: `admin@${domain}`, tier };
    const { registrationId, tenantId } = await product.register(signUp);
    const { status } = await product.settled(registrationId);
    if (status !== 'active') throw new Error(`${name} is ${status}`);
    const { userPoolId, appClientId: clientId } = await product.signInOf(name);
    const admin = await enter(clientId, signUp.adminEmail);
    await invite(admin.tokens.id, `user@${domain}`);
    const user = await enter(clientId, `user@${domain}`);
    return { registrationId, tenantId, tenantName: name, userPoolId, clientId, admin, user };
  };

  /** The operator that a local run has, signed in. */
  const operator = async () => {
    const { stackOutputs, engine } = product;
    const made = { ...stackOutputs, ...(await localOperator(engine, stackOutputs)) };
    const outputs = OperatorOutputs.parse(made);
    const { OperatorUsername: email, OperatorPassword: password } = outputs;
    const signing = { clientId: outputs.OperatorClientId, email, password };
    const tokens = await signIn(signing);
    const username = claimsIn(tokens.id)['cognito:username'] ?? '';
    return { userPoolId: outputs.OperatorUserPoolId, tokens, signing: { ...signing, username } };
  };

  /** Has an operator switch a tenant off or on. */
  const setStatus = async (
    { tenantId }: Pick<Tenant, 'tenantId'>,
    to: 'deactivate' | 'activate',
    operatorToken: string,
  ): Promise<void> => {
    const body = { reason: 'a test' };
    const request = `POST tenants/${tenantId}/${to}`;
    const { status } = await call('control', request, { token: operatorToken, body });
    if (status !== 200) throw new Error(`${request} was answered ${status}`);
  };

  const { mailTo } = product;
  return {
    cognito,
    setStatus,
    signIn,
    refresh,
    enter,
    call,
    invite,
    inviteTo,
    onboard,
    operator,
    mailTo,
  };
};

export type People = ReturnType<typeof isolationPeople>;
