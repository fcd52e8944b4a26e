import { z } from 'zod';
import { JsonObject } from '../../../kernel/json.ts';
import { invalidParameter, notCovered } from '../errors.ts';
import { EmailConfiguration } from '../mail/emailConfiguration.ts';
import { LambdaConfig } from './lambdaConfig.ts';

const PasswordPolicy = z.strictObject({
  MinimumLength: z.int().min(6).max(99).default(8),
  RequireUppercase: z.boolean().default(false),
  RequireLowercase: z.boolean().default(false),
  RequireNumbers: z.boolean().default(false),
  RequireSymbols: z.boolean().default(false),
  TemporaryPasswordValidityDays: z.int().min(0).max(365).optional(),
  PasswordHistorySize: z.int().min(0).max(24).optional(),
});
export type PasswordPolicy = z.infer<typeof PasswordPolicy>;

const strictest: PasswordPolicy = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};

const holding = (placeholder: string) =>
  z
    .string()
    .min(6)
    .max(20_000)
    .refine((text) => text.includes(placeholder), `Member must contain ${placeholder}`);

const InviteMessageTemplate = z.strictObject({
  EmailMessage: holding('{####}')
    .refine((text) => text.includes('{username}'), 'Member must contain {username}')
    .optional(),
  EmailSubject: z.string().min(1).max(140).optional(),
  SMSMessage: z.string().optional(),
});

const VerificationMessageTemplate = z.strictObject({
  SmsMessage: z.string().optional(),
  EmailMessage: holding('{####}').optional(),
  EmailSubject: z.string().min(1).max(140).optional(),
  EmailMessageByLink: z.string().optional(),
  EmailSubjectByLink: z.string().optional(),
  DefaultEmailOption: z.enum(['CONFIRM_WITH_CODE', 'CONFIRM_WITH_LINK']).optional(),
});

/** What CreateUserPool and UpdateUserPool both set, with Cognito's defaults filled in. */
export const PoolSettings = z.strictObject({
  Policies: z
    .strictObject({
      PasswordPolicy: PasswordPolicy.default(strictest),
      SignInPolicy: z
        .strictObject({ AllowedFirstAuthFactors: z.array(z.string()).optional() })
        .optional(),
    })
    .prefault({}),
  DeletionProtection: z.enum(['ACTIVE', 'INACTIVE']).default('INACTIVE'),
  LambdaConfig: LambdaConfig.prefault({}),
  AutoVerifiedAttributes: z.array(z.enum(['email', 'phone_number'])).optional(),
  SmsVerificationMessage: z.string().optional(),
  EmailVerificationMessage: holding('{####}').optional(),
  EmailVerificationSubject: z.string().min(1).max(140).optional(),
  VerificationMessageTemplate: VerificationMessageTemplate.default({
    DefaultEmailOption: 'CONFIRM_WITH_CODE',
  }),
  SmsAuthenticationMessage: z.string().optional(),
  MfaConfiguration: z.enum(['OFF', 'ON', 'OPTIONAL']).default('OFF'),
  UserAttributeUpdateSettings: z
    .strictObject({ AttributesRequireVerificationBeforeUpdate: z.array(z.string()).optional() })
    .optional(),
  EmailConfiguration,
  SmsConfiguration: JsonObject.optional(),
  UserPoolTags: z.record(z.string(), z.string()).optional(),
  AdminCreateUserConfig: z
    .strictObject({
      AllowAdminCreateUserOnly: z.boolean().default(false),
      UnusedAccountValidityDays: z.int().min(0).max(365).optional(),
      InviteMessageTemplate: InviteMessageTemplate.optional(),
    })
    .prefault({}),
  UserPoolAddOns: z
    .strictObject({
      AdvancedSecurityMode: z.enum(['OFF', 'AUDIT', 'ENFORCED']),
      AdvancedSecurityAdditionalFlows: JsonObject.optional(),
    })
    .optional(),
  AccountRecoverySetting: JsonObject.optional(),
  UserPoolTier: z.enum(['LITE', 'ESSENTIALS', 'PLUS']).default('ESSENTIALS'),
});
export type PoolSettings = z.infer<typeof PoolSettings>;

const versionBeyond = ({ LambdaConfig: triggers }: PoolSettings): string | undefined => {
  const version = triggers.PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0';
  return version === 'V1_0' ? undefined : `LambdaConfig.PreTokenGenerationConfig ${version}`;
};

const uncovered = (settings: PoolSettings): (string | undefined | false)[] =>
  [
    versionBeyond(settings),
    settings.UserPoolAddOns?.AdvancedSecurityMode === 'ENFORCED' && 'AdvancedSecurityMode ENFORCED',
    settings.Policies.PasswordPolicy.PasswordHistorySize && 'PasswordPolicy.PasswordHistorySize',
    ...(settings.Policies.SignInPolicy?.AllowedFirstAuthFactors ?? [])
      .filter((factor) => factor !== 'PASSWORD')
      .map((factor) => `SignInPolicy.AllowedFirstAuthFactors ${factor}`),
    settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate?.length &&
      'UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate',
    settings.VerificationMessageTemplate.DefaultEmailOption === 'CONFIRM_WITH_LINK' &&
      'VerificationMessageTemplate.DefaultEmailOption CONFIRM_WITH_LINK',
  ].map((entry) => entry || undefined);

/** Refuses by name what would change a pool's behaviour and is not covered. */
export const refuseUncovered = (settings: PoolSettings): void => {
  const first = uncovered(settings).find((option) => option);
  if (first) throw notCovered(`pools with ${first}`);
};

/** A second factor needs something to be one. SMS is the only one that these settings could name. */
export const refuseMfaWithoutFactor = (settings: PoolSettings, softwareTokenMfa: boolean): void => {
  if (settings.MfaConfiguration === 'OFF' || softwareTokenMfa) return;
  if (settings.SmsConfiguration) throw notCovered('MFA by SMS');
  throw invalidParameter(
    'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
  );
};

const DEFAULT_DAYS = 7;

/** How many days a temporary password signs in. */
export const temporaryPasswordDays = ({ Policies, AdminCreateUserConfig }: PoolSettings): number =>
  [
    Policies.PasswordPolicy.TemporaryPasswordValidityDays,
    AdminCreateUserConfig.UnusedAccountValidityDays,
  ].find((days) => days !== undefined && days > 0) ?? DEFAULT_DAYS;
