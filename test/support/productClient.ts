import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { z } from 'zod';
import { codeIn } from './mailedCode.ts';
import { operatorToken } from './operatorToken.ts';
import { patiently } from './patiently.ts';

const Outputs = z.object({
  ControlApiUrl: z.string(),
  AppApiUrl: z.string(),
  EventBusName: z.string(),
  OnboardingStateMachineArn: z.string(),
  AwsEndpoint: z.string(),
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  OperatorClientId: z.string(),
  OperatorUsername: z.string(),
  OperatorPassword: z.string(),
});

const Accepted = z.object({
  registrationId: z.string(),
  tenantId: z.string(),
  status: z.string(),
});

export const RegistrationView = z.object({
  registrationId: z.string(),
  tenantId: z.string(),
  tenantName: z.string(),
  tier: z.string(),
  status: z.string(),
  failure: z
    .object({ failedStep: z.string(), compensated: z.boolean(), stuck: z.array(z.string()) })
    .loose()
    .optional(),
});

const SignIn = z.object({
  tenantId: z.string(),
  userPoolId: z.string(),
  appClientId: z.string(),
  appApiUrl: z.string(),
});

const Mail = z.array(z.object({ subject: z.string(), body: z.string() }));

const NEW_PASSWORD = 'Correct-Horse-9-Battery';
/** Every look costs the product as much as a part of an onboarding: each next one comes a little later. */
const FIRST_LOOK_MS = 40;
const LAST_LOOK_MS = 400;

export type SignUp = { tenantName: string; adminEmail: string; tier: string };

/** What people and systems do with a running product, over HTTP and with stock SDK clients. */
export const productClient = (given: Record<string, string>) => {
  const outputs = Outputs.parse(given);
  const sdk = {
    endpoint: outputs.AwsEndpoint,
    region: 'us-east-1',
    credentials: {
      accessKeyId: outputs.AccessKeyId,
      secretAccessKey: outputs.SecretAccessKey,
    },
  };

  const http = async (url: string, init: RequestInit = {}) => {
    const answer = await fetch(url, init);
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  };

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    http(`${outputs.ControlApiUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  /** Undefined until the registration is known; many who look at once have to wait. */
  const registration = async (registrationId: string) => {
    const { status, body } = await patiently(() =>
      http(`${outputs.ControlApiUrl}registrations/${registrationId}`),
    );
    return status === 404 ? undefined : RegistrationView.parse(body);
  };

  const settled = async (registrationId: string) => {
    for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 1.5, LAST_LOOK_MS)) {
      const view = await registration(registrationId);
      if (view?.status === 'active' || view?.status === 'failed') return view;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };

  const operator = operatorToken(sdk, outputs);

  /** Posts as an operator; a token that has ended is renewed. */
  const postAsOperator = async (
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): ReturnType<typeof post> => {
    const ask = async () =>
      post(path, body, { ...headers, authorization: `Bearer ${await operator.token()}` });
    const answer = await ask();
    if (answer.status !== 401) return answer;
    operator.renew();
    return ask();
  };

  /** Registers a tenant at once, as operators do. */
  const register = async (signUp: SignUp) => {
    const { status, body } = await postAsOperator('tenants', signUp);
    if (status !== 202) throw new Error(`registration answered ${status}: ${JSON.stringify(body)}`);
    return Accepted.parse(body);
  };

  const signInOf = async (tenantName: string) => {
    const path = `sign-in/${encodeURIComponent(tenantName)}`;
    return SignIn.parse((await http(`${outputs.ControlApiUrl}${path}`)).body);
  };

  const mailTo = async (address: string) =>
    Mail.parse(
      (await http(`${outputs.AwsEndpoint}/_local/mail?to=${encodeURIComponent(address)}`)).body,
    );

  /** Brings the code of the newest mail back, as who signed up by the form does. */
  const confirm = async (registrationId: string, address: string) =>
    post(`registrations/${registrationId}/confirm`, { code: codeIn(await mailTo(address)) });

  /** An admin's first sign-in: the mailed password, then Cognito's own challenge for a new one. */
  const firstSignIn = async (tenantName: string, email: string) => {
    const { appClientId: ClientId } = await signInOf(tenantName);
    const [invitation] = await mailTo(email);
    const PASSWORD = /password is (\S+?)\.?$/.exec(invitation?.body ?? '')?.[1] ?? '';
    const cognito = new CognitoIdentityProviderClient(sdk);
    const { ChallengeName, Session } = await cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD },
      }),
    );
    const { AuthenticationResult } = await cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: email, NEW_PASSWORD },
      }),
    );
    return AuthenticationResult?.IdToken ?? '';
  };

  /** Calls the application API as the holder of a token, e.g. `app(token, 'GET products')`. */
  const app = (token: string, request: string, body?: unknown) => {
    const [method = '', path = ''] = request.split(' ');
    return http(`${outputs.AppApiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  };

  return {
    outputs,
    sdk,
    http,
    post,
    postAsOperator,
    operatorToken: operator.token,
    register,
    confirm,
    registration,
    settled,
    signInOf,
    mailTo,
    firstSignIn,
    app,
  };
};

export type ProductClient = ReturnType<typeof productClient>;
