import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { tenantResourceName, tenantTags } from './tenantResources.ts';

/**
 * What every user pool of the product has in common: the pooled one that infra declares, the
 * operators' one, and the ones that the saga makes for silo tenants.
 */
export const userPoolFacts = {
  passwordLength: 12,
  temporaryPasswordDays: 7,
  /** Custom attributes and whether they may change after the user was created. */
  attributes: {
    tenantId: { mutable: false },
    userRole: { mutable: true },
    /** The TenantProvisioned of the tenant that the user was made for. */
    madeFor: { mutable: false },
  },
} as const;

/**
 * What every app client has in common. Its users may write nothing but name and e-mail, and their tokens say
 * what may be read: AWS documents that a client which names nothing reads no custom attribute.
 */
export const appClientFacts = {
  authFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  readAttributes: ['email', 'email_verified', 'name', 'custom:tenantId', 'custom:userRole'],
  writeAttributes: ['email', 'name'],
  tokenMinutes: 60,
  refreshTokenDays: 30,
} as const;

/** A silo tenant's own user pool, as the pooled one is. */
export const userPoolInput = (
  prefix: string,
  tenantId: string,
  owner: string,
): CreateUserPoolCommandInput => ({
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
  UserPoolTags: tenantTags(prefix, tenantId, owner),
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
  ReadAttributes: [...appClientFacts.readAttributes],
  WriteAttributes: [...appClientFacts.writeAttributes],
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
  AccessTokenValidity: appClientFacts.tokenMinutes,
  IdTokenValidity: appClientFacts.tokenMinutes,
  RefreshTokenValidity: appClientFacts.refreshTokenDays,
});
