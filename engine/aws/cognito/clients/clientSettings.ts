import { z } from 'zod';
import { JsonObject } from '../../../kernel/json.ts';
import { invalidParameter, notCovered } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { tokenLifetimes } from './tokenLifetimes.ts';

const AuthFlow = z.enum([
  'ADMIN_NO_SRP_AUTH',
  'CUSTOM_AUTH_FLOW_ONLY',
  'USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_AUTH',
]);

const TimeUnit = z.enum(['seconds', 'minutes', 'hours', 'days']);

const attributeNames = z.array(z.string().min(1).max(2048)).optional();
const urls = z.array(z.string()).optional();

/** What CreateUserPoolClient and UpdateUserPoolClient both set, with Cognito's defaults filled in. */
export const ClientSettings = z.strictObject({
  RefreshTokenValidity: z.int().min(0).max(315_360_000).optional(),
  AccessTokenValidity: z.int().min(0).max(86_400).optional(),
  IdTokenValidity: z.int().min(0).max(86_400).optional(),
  TokenValidityUnits: z
    .strictObject({
      AccessToken: TimeUnit.optional(),
      IdToken: TimeUnit.optional(),
      RefreshToken: TimeUnit.optional(),
    })
    .default({}),
  ReadAttributes: attributeNames,
  WriteAttributes: attributeNames,
  ExplicitAuthFlows: z
    .array(AuthFlow)
    .default(['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH']),
  SupportedIdentityProviders: z.array(z.string()).optional(),
  CallbackURLs: urls,
  LogoutURLs: urls,
  DefaultRedirectURI: z.string().optional(),
  AllowedOAuthFlows: z.array(z.string()).optional(),
  AllowedOAuthScopes: z.array(z.string()).optional(),
  AllowedOAuthFlowsUserPoolClient: z.boolean().default(false),
  AnalyticsConfiguration: JsonObject.optional(),
  PreventUserExistenceErrors: z.enum(['LEGACY', 'ENABLED']).default('LEGACY'),
  EnableTokenRevocation: z.boolean().default(true),
  EnablePropagateAdditionalUserContextData: z.boolean().default(false),
  AuthSessionValidity: z.int().min(3).max(15).default(3),
  RefreshTokenRotation: z
    .strictObject({
      Feature: z.enum(['ENABLED', 'DISABLED']),
      RetryGracePeriodSeconds: z.int().optional(),
    })
    .optional(),
});
export type ClientSettings = z.infer<typeof ClientSettings>;

const NEVER_WRITTEN = ['sub', 'email_verified', 'phone_number_verified'];

const refuseUncovered = (settings: ClientSettings): void => {
  if (settings.RefreshTokenRotation?.Feature === 'ENABLED') {
    throw notCovered('clients with RefreshTokenRotation');
  }
  const foreign = settings.SupportedIdentityProviders?.find((name) => name !== 'COGNITO');
  if (foreign) throw notCovered(`clients with the identity provider ${foreign}`);
};

/** Refuses settings that Cognito would not take for a client of this pool. */
export const checkClientSettings = (pool: Pool, settings: ClientSettings): void => {
  refuseUncovered(settings);
  const known = new Set(pool.schema.map((attribute) => attribute.Name));
  if (settings.ReadAttributes?.some((name) => !known.has(name))) {
    throw invalidParameter('Invalid read attributes specified while creating a client');
  }
  const writable = (name: string) => known.has(name) && !NEVER_WRITTEN.includes(name);
  if (settings.WriteAttributes?.some((name) => !writable(name))) {
    throw invalidParameter('Invalid write attributes specified while creating a client');
  }
  const flows = settings.ExplicitAuthFlows;
  const modern = flows.filter((flow) => flow.startsWith('ALLOW_'));
  if (modern.length > 0 && modern.length < flows.length) {
    throw invalidParameter('Auth flows with and without the prefix ALLOW_ cannot be mixed');
  }
  tokenLifetimes(settings);
};
