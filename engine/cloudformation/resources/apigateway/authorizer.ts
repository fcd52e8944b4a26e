import { z } from 'zod';
import { unlessAbsent } from '../../absence.ts';
import { unchangeable } from '../../errors.ts';
import { findListed } from '../../pages.ts';
import { camelNames, given, textOf } from '../../properties.ts';
import type { Actions, Made } from '../../provider.ts';
import { patchesBetween } from './patches.ts';

/** The properties of AWS::ApiGateway::Authorizer. */
export const Authorizer = z.strictObject({
  RestApiId: z.string(),
  Name: z.string(),
  Type: z.string(),
  AuthType: given,
  AuthorizerCredentials: given,
  AuthorizerResultTtlInSeconds: given,
  AuthorizerUri: given,
  IdentitySource: given,
  IdentityValidationExpression: given,
  ProviderARNs: given,
});
type Authorizer = z.infer<typeof Authorizer>;

const madeOf = (id: string): Made => ({ physicalId: id, attributes: { AuthorizerId: id } });

const patchable = (authorizer: Authorizer) => ({
  '/name': authorizer.Name,
  '/authType': authorizer.AuthType,
  '/authorizerCredentials': authorizer.AuthorizerCredentials,
  '/authorizerResultTtlInSeconds': authorizer.AuthorizerResultTtlInSeconds,
  '/authorizerUri': authorizer.AuthorizerUri,
  '/identitySource': authorizer.IdentitySource,
  '/identityValidationExpression': authorizer.IdentityValidationExpression,
});

const FIXED = ['ProviderARNs', 'RestApiId', 'Type'] as const;

/** An authorizer of a REST API, whose names are unique in it. */
export const authorizer: Actions<Authorizer> = {
  async create(properties, { call }) {
    const answer = await call('apigateway', 'CreateAuthorizer', camelNames(properties));
    return madeOf(textOf(answer, 'id'));
  },
  async find({ RestApiId: restApiId, Name: name }, context) {
    const listing = {
      service: 'apigateway',
      operation: 'GetAuthorizers',
      input: { restApiId, limit: 500 },
      items: 'items',
      id: 'id',
      token: 'position',
    };
    const left = await unlessAbsent(() => findListed(listing, { name }, context));
    return left && madeOf(textOf(left, 'id'));
  },
  async update(properties, existing, { call }) {
    const { physicalId: authorizerId, properties: before } = existing;
    const changed = FIXED.filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(properties[name]),
    );
    if (changed.length > 0) throw unchangeable(changed.join(', '));
    const patchOperations = patchesBetween(patchable(before), patchable(properties));
    const input = { restApiId: properties.RestApiId, authorizerId, patchOperations };
    await call('apigateway', 'UpdateAuthorizer', input);
    return existing;
  },
  async delete({ physicalId: authorizerId, properties: { RestApiId: restApiId } }, { call }) {
    await call('apigateway', 'DeleteAuthorizer', { restApiId, authorizerId });
  },
};
