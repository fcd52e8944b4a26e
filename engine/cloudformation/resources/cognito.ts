import { z } from 'zod';
import { unlessAbsent } from '../absence.ts';
import { unchangeable } from '../errors.ts';
import { findListed } from '../pages.ts';
import { given, textOf, without } from '../properties.ts';
import { type Actions, type Made, provide, type ResourceContext } from '../provider.ts';
import { UserPool, userPool } from './cognitoPool.ts';

const LONGEST_NAME = 128;

const Client = z.strictObject({
  UserPoolId: z.string(),
  ClientName: z.string().optional(),
  AccessTokenValidity: given,
  AllowedOAuthFlows: given,
  AllowedOAuthFlowsUserPoolClient: given,
  AllowedOAuthScopes: given,
  AuthSessionValidity: given,
  CallbackURLs: given,
  DefaultRedirectURI: given,
  EnablePropagateAdditionalUserContextData: given,
  EnableTokenRevocation: given,
  ExplicitAuthFlows: given,
  GenerateSecret: z.boolean().default(false),
  IdTokenValidity: given,
  LogoutURLs: given,
  PreventUserExistenceErrors: given,
  ReadAttributes: given,
  RefreshTokenRotation: given,
  RefreshTokenValidity: given,
  SupportedIdentityProviders: given,
  TokenValidityUnits: given,
  WriteAttributes: given,
});
type Client = z.infer<typeof Client>;

const nameOf = (client: Client, { name }: ResourceContext): string =>
  client.ClientName ?? name(LONGEST_NAME);

const madeOf = (ClientId: string, Name: string): Made => ({
  physicalId: ClientId,
  attributes: { ClientId, Name },
});

const client: Actions<Client> = {
  async create(properties, context) {
    const ClientName = nameOf(properties, context);
    const input = { ...without(properties), ClientName };
    const answer = await context.call('cognito-idp', 'CreateUserPoolClient', input);
    const { ClientId } = z.object({ ClientId: z.string() }).parse(answer['UserPoolClient']);
    return madeOf(ClientId, ClientName);
  },
  async find(properties, context) {
    const ClientName = nameOf(properties, context);
    const listing = {
      service: 'cognito-idp',
      operation: 'ListUserPoolClients',
      input: { UserPoolId: properties.UserPoolId, MaxResults: 60 },
      items: 'UserPoolClients',
      id: 'ClientId',
      token: 'NextToken',
    };
    const left = await unlessAbsent(() => findListed(listing, { ClientName }, context));
    return left && madeOf(textOf(left, 'ClientId'), ClientName);
  },
  async update(properties, { physicalId: ClientId, properties: before }, context) {
    const { UserPoolId, GenerateSecret } = properties;
    if (before.UserPoolId !== UserPoolId || before.GenerateSecret !== GenerateSecret) {
      throw unchangeable('UserPoolId and GenerateSecret');
    }
    const ClientName = nameOf(properties, context);
    const input = { ...without(properties, 'GenerateSecret'), ClientName, ClientId };
    await context.call('cognito-idp', 'UpdateUserPoolClient', input);
    return madeOf(ClientId, ClientName);
  },
  async delete({ physicalId: ClientId, properties }, { call }) {
    const { UserPoolId } = properties;
    await call('cognito-idp', 'DeleteUserPoolClient', { UserPoolId, ClientId });
  },
};

/** User pools and their app clients. */
export const cognitoResources = {
  'AWS::Cognito::UserPool': provide(UserPool, userPool),
  'AWS::Cognito::UserPoolClient': provide(Client, client),
};
