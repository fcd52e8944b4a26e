import { z } from 'zod';
import type { JsonObject } from '../../../kernel/json.ts';
import { unchangeable } from '../../errors.ts';
import { findListed } from '../../pages.ts';
import {
  camelNamesDeep,
  given,
  PolicyDocument,
  tagMap,
  textOf,
  without,
} from '../../properties.ts';
import type { Actions, Made, ResourceContext } from '../../provider.ts';
import { patchesBetween } from './patches.ts';

const LONGEST_NAME = 255;

/** The properties of AWS::ApiGateway::RestApi; a body (OpenAPI) is not among them. */
export const RestApi = z.strictObject({
  Name: z.string().optional(),
  ApiKeySourceType: given,
  BinaryMediaTypes: z.array(z.string()).optional(),
  Description: given,
  DisableExecuteApiEndpoint: given,
  EndpointConfiguration: given,
  MinimumCompressionSize: given,
  Policy: PolicyDocument.optional(),
  SecurityPolicy: given,
  Tags: given,
});
type RestApi = z.infer<typeof RestApi>;

const nameOf = (api: RestApi, { name }: ResourceContext): string => api.Name ?? name(LONGEST_NAME);

const madeOf = (answer: JsonObject): Made => {
  const [id, RootResourceId] = [textOf(answer, 'id'), textOf(answer, 'rootResourceId')];
  return { physicalId: id, attributes: { RestApiId: id, RootResourceId } };
};

const inputOf = (api: RestApi, context: ResourceContext): JsonObject =>
  without({
    name: nameOf(api, context),
    apiKeySource: api.ApiKeySourceType,
    binaryMediaTypes: api.BinaryMediaTypes,
    description: api.Description,
    disableExecuteApiEndpoint: api.DisableExecuteApiEndpoint,
    endpointConfiguration: api.EndpointConfiguration && camelNamesDeep(api.EndpointConfiguration),
    minimumCompressionSize: api.MinimumCompressionSize,
    policy: api.Policy,
    tags: tagMap(api.Tags),
  });

const patchable = (api: RestApi, context: ResourceContext): JsonObject => ({
  '/apiKeySource': api.ApiKeySourceType ?? 'HEADER',
  '/description': api.Description,
  '/disableExecuteApiEndpoint': api.DisableExecuteApiEndpoint ?? false,
  '/minimumCompressionSize': api.MinimumCompressionSize,
  '/name': nameOf(api, context),
});

/** A REST API. It has an id of its own, so an interrupted create is found by its name. */
export const restApi: Actions<RestApi> = {
  async create(properties, context) {
    const input = inputOf(properties, context);
    return madeOf(await context.call('apigateway', 'CreateRestApi', input));
  },
  async find(properties, context) {
    const listing = {
      service: 'apigateway',
      operation: 'GetRestApis',
      input: { limit: 500 },
      items: 'items',
      id: 'id',
      token: 'position',
    };
    const left = await findListed(listing, { name: nameOf(properties, context) }, context);
    return left && madeOf(left);
  },
  async update(properties, existing, context) {
    const before = existing.properties;
    const fixed = (api: RestApi) => JSON.stringify([api.BinaryMediaTypes, api.Policy]);
    if (fixed(before) !== fixed(properties)) throw unchangeable('BinaryMediaTypes and Policy');
    const patchOperations = patchesBetween(
      patchable(before, context),
      patchable(properties, context),
    );
    const input = { restApiId: existing.physicalId, patchOperations };
    await context.call('apigateway', 'UpdateRestApi', input);
    return existing;
  },
  async delete({ physicalId: restApiId }, { call }) {
    await call('apigateway', 'DeleteRestApi', { restApiId });
  },
};
