import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { invitationDays } from '#shared/invitationDays.ts';
import { tenantResourceName, tenantTags } from './tenantResources.ts';

/**
 * What every user pool of the product has in common: the pooled one that infra declares, the
 * operators' one, and the ones that the saga makes for silo tenants.
 */
export const userPoolFacts = {
  /** What users cost goes by it. It is what AWS gives a new pool today, said so that it stays. */
  plan: 'ESSENTIALS',
  passwordLength: 12,
  temporaryPasswordDays: invitationDays,
  /**
   * Custom attributes and whether they may change. A pool keeps the attributes that it was made with: no new
   * user bears these, for what tenant somebody enters is told by its membership.
   */
  attributes: {
    tenantId: { mutable: false },
    userRole: { mutable: true },
    madeFor: { mutable: false },
  },
} as const;

/**
 * What every app client has in common. Its users may write nothing but their name: an address changes by a code
 * that is sent to it. What tokens say of tenants is written by the function that admits members.
 */
export const appClientFacts = {
  authFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  readAttributes: ['email', 'email_verified', 'name'],
  writeAttributes: ['name'],
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
  UserPoolTier: userPoolFacts.plan,
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
