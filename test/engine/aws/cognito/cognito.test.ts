import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cognito } from '../../../../engine/aws/cognito/cognito.ts';
import { testEngine } from '../../../support/testEngine.ts';

let engine: Awaited<ReturnType<typeof testEngine>>;
let client: CognitoIdentityProviderClient;
beforeAll(async () => {
  engine = await testEngine([cognito]);
  client = sdk();
});
afterAll(async () => {
  client.destroy();
  await engine.destroy();
});

const sdk = () =>
  new CognitoIdentityProviderClient({
    region: engine.engine.region,
    endpoint: engine.engine.endpoint,
    credentials: engine.engine.credentials.root,
  });

const aPoolWithClient = async () => {
  const made = await client.send(
    new CreateUserPoolCommand({ PoolName: 'people', UsernameAttributes: ['email'] }),
  );
  const UserPoolId = made.UserPool?.Id ?? '';
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'app',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  return { UserPoolId, ClientId: UserPoolClient?.ClientId ?? '' };
};

describe('cognito', () => {
  it('serves the SDK from invitation to tokens, across a restart', async () => {
    const { UserPoolId, ClientId } = await aPoolWithClient();
    const { User } = await client.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: 'ann@example.com',
        DesiredDeliveryMediums: ['EMAIL'],
      }),
    );
    const [mail] = await engine.engine.mail.to('ann@example.com');
    const PASSWORD = /password is (\S+)\.$/.exec(mail?.body ?? '')?.[1] ?? '';
    const challenge = await client.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ann@example.com', PASSWORD },
      }),
    );

    await engine.close();
    client.destroy();
    engine = await testEngine([cognito], { directory: engine.directory });
    client = sdk();

    const answer = await client.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        ...(challenge.Session && { Session: challenge.Session }),
        ChallengeResponses: { USERNAME: 'ann@example.com', NEW_PASSWORD: 'Correct-horse-1' },
      }),
    );
    expect(User?.UserCreateDate).toBeInstanceOf(Date);
    expect(answer.AuthenticationResult?.ExpiresIn).toBe(3_600);
    const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(UserPool?.EstimatedNumberOfUsers).toBe(1);
  });

  it("answers errors as the SDK's own exceptions", async () => {
    const { UserPoolId } = await aPoolWithClient();

    const missing = client.send(new AdminGetUserCommand({ UserPoolId, Username: 'nobody' }));

    await expect(missing).rejects.toBeInstanceOf(UserNotFoundException);
  });
});
