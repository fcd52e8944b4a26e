import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { tenantResourceName, tenantTags } from './tenantResources.ts';
import { appClientFacts, userPoolFacts } from './userPoolFacts.ts';

/** A silo tenant's own user pool, as the pooled one is. */
export const userPoolInput = (prefix: string, tenantId: string): CreateUserPoolCommandInput => ({
  PoolName: tenantResourceName(prefix, tenantId),
  UsernameAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  Policies: {
    PasswordPolicy: {
      MinimumLength: userPoolFacts.passwordLength,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: userPoolFacts.temporaryPasswordDays,
    },
  },
  Schema: Object.entries(userPoolFacts.attributes).map(([Name, { mutable }]) => ({
    Name,
    AttributeDataType: 'String',
    Mutable: mutable,
    StringAttributeConstraints: { MinLength: '1', MaxLength: '64' },
  })),
  UserPoolTags: tenantTags(tenantId),
});

/** A tenant's app client. */
export const appClientInput = (
  userPoolId: string,
  name: string,
): CreateUserPoolClientCommandInput => ({
  UserPoolId: userPoolId,
  ClientName: name,
  GenerateSecret: false,
  ExplicitAuthFlows: [...appClientFacts.authFlows],
  WriteAttributes: [...appClientFacts.writeAttributes],
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
  AccessTokenValidity: appClientFacts.tokenMinutes,
  IdTokenValidity: appClientFacts.tokenMinutes,
  RefreshTokenValidity: appClientFacts.refreshTokenDays,
});
