import { randomUUID } from 'node:crypto';
import { cognito } from '../../../../engine/aws/cognito/cognito.ts';
import type { ServiceFactory } from '../../../../engine/endpoint/serviceFactory.ts';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { testEngine } from '../../../support/testEngine.ts';
import { virtualClock } from '../../../support/virtualClock.ts';

/** An engine with Cognito, what stands beside it and a clock to move, asked as account root. */
export const cognitoEngine = async (beside: readonly ServiceFactory[] = []) => {
  const { clock, advance, advanceWhile } = virtualClock();
  const engine = await testEngine([cognito, ...beside], { clock });
  const call = (operation: string, input: JsonObject = {}) =>
    engine.call('cognito-idp', operation, input);
  const anonymously = (operation: string, input: JsonObject) =>
    engine.engine.call({
      service: 'cognito-idp',
      operation,
      input,
      principal: { kind: 'anonymous' },
    });
  return { ...engine, advance, advanceWhile, call, anonymously };
};
export type CognitoEngine = Awaited<ReturnType<typeof cognitoEngine>>;

/** A member of an answer that the test knows to be an object. */
export const part = (answer: JsonObject, name: string): JsonObject => answer[name] as JsonObject;

/** A tenant-like pool: sign-in by e-mail, no sign-up, an immutable and a mutable custom attribute. */
export const aPool = async (engine: CognitoEngine, more: JsonObject = {}): Promise<string> => {
  const answer = await engine.call('CreateUserPool', {
    PoolName: 'people',
    UsernameAttributes: ['email'],
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    Schema: [
      { Name: 'tenantId', AttributeDataType: 'String', Mutable: false },
      { Name: 'userRole', AttributeDataType: 'String', Mutable: true },
    ],
    ...more,
  });
  return String(part(answer, 'UserPool')['Id']);
};

/** A client that signs in with passwords and writes name and e-mail only. */
export const aClient = async (
  engine: CognitoEngine,
  poolId: string,
  more: JsonObject = {},
): Promise<string> => {
  const answer = await engine.call('CreateUserPoolClient', {
    UserPoolId: poolId,
    ClientName: 'app',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    WriteAttributes: ['name', 'email'],
    PreventUserExistenceErrors: 'ENABLED',
    ...more,
  });
  return String(part(answer, 'UserPoolClient')['ClientId']);
};

export const PASSWORD = 'Correct-horse-1';

/** A confirmed user of tenant `t1`; gives the user name, which is the `sub`. */
export const aUser = async (
  engine: CognitoEngine,
  poolId: string,
  email = `${randomUUID()}@example.com`,
): Promise<string> => {
  const answer = await engine.call('AdminCreateUser', {
    UserPoolId: poolId,
    Username: email,
    MessageAction: 'SUPPRESS',
    UserAttributes: [
      { Name: 'email_verified', Value: 'true' },
      { Name: 'custom:tenantId', Value: 't1' },
      { Name: 'custom:userRole', Value: 'TenantUser' },
    ],
  });
  const username = String(part(answer, 'User')['Username']);
  await engine.call('AdminSetUserPassword', {
    UserPoolId: poolId,
    Username: username,
    Password: PASSWORD,
    Permanent: true,
  });
  return username;
};

export type Tokens = { IdToken: string; AccessToken: string; RefreshToken: string };

/** Signs in with a password, as a browser would. */
export const signIn = async (
  engine: CognitoEngine,
  clientId: string,
  who: { username: string; password?: string },
): Promise<Tokens> => {
  const answer = await engine.anonymously('InitiateAuth', {
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: who.username, PASSWORD: who.password ?? PASSWORD },
  });
  return answer['AuthenticationResult'] as Tokens;
};
