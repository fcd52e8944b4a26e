import { z } from 'zod';
import { JsonValue } from '../../../kernel/json.ts';
import { unlessAbsent } from '../../absence.ts';
import { camelNames, given, without } from '../../properties.ts';
import type { Actions, ResourceContext } from '../../provider.ts';

const Response = z
  .object({
    StatusCode: z.union([z.string(), z.number().transform(String)]),
  })
  .catchall(JsonValue);

const Integration = z
  .object({
    Type: z.string(),
    IntegrationResponses: z.array(Response).default([]),
  })
  .catchall(JsonValue);

/** The properties of AWS::ApiGateway::Method. */
export const Method = z.strictObject({
  RestApiId: z.string(),
  ResourceId: z.string(),
  HttpMethod: z.string(),
  ApiKeyRequired: given,
  AuthorizationScopes: given,
  AuthorizationType: z.string().default('NONE'),
  AuthorizerId: given,
  Integration: Integration.optional(),
  MethodResponses: z.array(Response).default([]),
  OperationName: given,
  RequestModels: given,
  RequestParameters: given,
  RequestValidatorId: given,
});
type Method = z.infer<typeof Method>;

const addressOf = ({ RestApiId, ResourceId, HttpMethod }: Method) =>
  camelNames({ RestApiId, ResourceId, HttpMethod });

const putIntegration = async (method: Method, { call }: ResourceContext): Promise<void> => {
  const { Integration: integration } = method;
  if (!integration) return;
  const address = addressOf(method);
  const settings = camelNames(without(integration, 'IntegrationResponses'));
  await call('apigateway', 'PutIntegration', { ...settings, ...address });
  for (const response of integration.IntegrationResponses) {
    const input = { ...camelNames(without(response)), ...address };
    await call('apigateway', 'PutIntegrationResponse', input);
  }
};

const remove = (method: Method, { call }: ResourceContext) =>
  unlessAbsent(() => call('apigateway', 'DeleteMethod', addressOf(method)));

/** A method with its integration and the responses of both; a change puts all of them again. */
export const method: Actions<Method> = {
  async create(properties, context) {
    const settings = camelNames(without(properties, 'Integration', 'MethodResponses'));
    await context.call('apigateway', 'PutMethod', settings);
    for (const response of properties.MethodResponses) {
      const input = { ...camelNames(without(response)), ...addressOf(properties) };
      await context.call('apigateway', 'PutMethodResponse', input);
    }
    await putIntegration(properties, context);
    return { physicalId: context.name(128), attributes: {} };
  },
  async find(properties, context) {
    await remove(properties, context);
    return undefined;
  },
  async update(properties, existing, context) {
    await remove(existing.properties, context);
    return method.create(properties, context);
  },
  async delete({ properties }, context) {
    await remove(properties, context);
  },
};
