import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';

export type OperatorOutputs = {
  OperatorClientId: string;
  OperatorUsername: string;
  OperatorPassword: string;
};

type Sdk = ConstructorParameters<typeof CognitoIdentityProviderClient>[0];

/** An operator's token, kept until `renew` asks for another one. */
export const operatorToken = (sdk: Sdk, outputs: OperatorOutputs) => {
  let kept: Promise<string> | undefined;
  const signIn = async (): Promise<string> => {
    const { AuthenticationResult } = await new CognitoIdentityProviderClient(sdk ?? {}).send(
      new InitiateAuthCommand({
        ClientId: outputs.OperatorClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: {
          USERNAME: outputs.OperatorUsername,
          PASSWORD: outputs.OperatorPassword,
        },
      }),
    );
    return AuthenticationResult?.IdToken ?? '';
  };
  return {
    async token(): Promise<string> {
      kept ??= signIn().catch((error: unknown) => {
        kept = undefined;
        throw error;
      });
      return kept;
    },
    renew(): void {
      kept = undefined;
    },
  };
};
