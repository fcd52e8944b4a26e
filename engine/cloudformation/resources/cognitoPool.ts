import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { JsonObject } from '../../kernel/json.ts';
import { TemplateError, unchangeable } from '../errors.ts';
import { findListed, type Listing } from '../pages.ts';
import { given, textOf, without } from '../properties.ts';
import type { Actions, Made, ResourceContext } from '../provider.ts';

const LONGEST_NAME = 128;

/** The properties of AWS::Cognito::UserPool. */
export const UserPool = z.strictObject({
  UserPoolName: z.string().optional(),
  AccountRecoverySetting: given,
  AdminCreateUserConfig: given,
  AliasAttributes: given,
  AutoVerifiedAttributes: given,
  DeletionProtection: given,
  DeviceConfiguration: given,
  EmailConfiguration: given,
  EmailVerificationMessage: given,
  EmailVerificationSubject: given,
  EnabledMfas: z.array(z.string()).optional(),
  LambdaConfig: given,
  MfaConfiguration: given,
  Policies: given,
  Schema: given,
  SmsAuthenticationMessage: given,
  SmsConfiguration: given,
  SmsVerificationMessage: given,
  UserAttributeUpdateSettings: given,
  UserPoolAddOns: given,
  UserPoolTags: given,
  UserPoolTier: given,
  UsernameAttributes: given,
  UsernameConfiguration: given,
  VerificationMessageTemplate: given,
});
type UserPool = z.infer<typeof UserPool>;

const FIXED_AT_BIRTH = [
  'AliasAttributes',
  'Schema',
  'UsernameAttributes',
  'UsernameConfiguration',
] as const;

const pools: Listing = {
  service: 'cognito-idp',
  operation: 'ListUserPools',
  input: { MaxResults: 60 },
  items: 'UserPools',
  id: 'Id',
  token: 'NextToken',
};

const nameOf = (pool: UserPool, { name }: ResourceContext): string =>
  pool.UserPoolName ?? name(LONGEST_NAME);

const madeOf = (id: string, { region, accountId }: ResourceContext): Made => {
  const ProviderName = `cognito-idp.${region}.amazonaws.com/${id}`;
  return {
    physicalId: id,
    attributes: {
      Arn: `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`,
      ProviderName,
      ProviderURL: `https://${ProviderName}`,
      UserPoolId: id,
    },
  };
};

/** With factors of its own a pool gets its MFA by a call of its own, as CloudFormation makes it. */
const split = (properties: UserPool) => {
  const { EnabledMfas, MfaConfiguration } = properties;
  const fixed = ['UserPoolName', 'EnabledMfas'] as const;
  if (!EnabledMfas) return { settings: without(properties, ...fixed), mfa: undefined };
  const messages = EnabledMfas.filter((factor) => factor !== 'SOFTWARE_TOKEN_MFA');
  if (messages.length > 0) throw new TemplateError(`EnabledMfas: no ${messages.join(', ')} here`);
  const SoftwareTokenMfaConfiguration = { Enabled: EnabledMfas.length > 0 };
  return {
    settings: without(properties, ...fixed, 'MfaConfiguration'),
    mfa: { MfaConfiguration, SoftwareTokenMfaConfiguration },
  };
};

const setMfa = async (
  UserPoolId: string,
  mfa: JsonObject | undefined,
  { call }: ResourceContext,
): Promise<void> => {
  if (mfa) await call('cognito-idp', 'SetUserPoolMfaConfig', { ...mfa, UserPoolId });
};

const requireSame = (before: UserPool, after: UserPool): void => {
  const changed = FIXED_AT_BIRTH.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  if (changed.length > 0) throw unchangeable(changed.join(', '));
};

/** A user pool. Pools have ids of their own, so an interrupted create is found by its name. */
export const userPool: Actions<UserPool> = {
  async create(properties, context) {
    const { settings, mfa } = split(properties);
    const input = { ...settings, PoolName: nameOf(properties, context) };
    const answer = await context.call('cognito-idp', 'CreateUserPool', input);
    const { Id } = z.object({ Id: z.string() }).parse(answer['UserPool']);
    await setMfa(Id, mfa, context);
    return madeOf(Id, context);
  },
  async find(properties, context) {
    const left = await findListed(pools, { Name: nameOf(properties, context) }, context);
    return left && madeOf(textOf(left, 'Id'), context);
  },
  async update(properties, existing, context) {
    requireSame(existing.properties, properties);
    const { settings, mfa } = split(properties);
    const UserPoolId = existing.physicalId;
    const PoolName = nameOf(properties, context);
    const input = { ...without(settings, ...FIXED_AT_BIRTH), PoolName, UserPoolId };
    await context.call('cognito-idp', 'UpdateUserPool', input);
    await setMfa(UserPoolId, mfa, context);
    return existing;
  },
  async delete({ physicalId: UserPoolId }, { call }) {
    await call('cognito-idp', 'DeleteUserPool', { UserPoolId });
  },
};
