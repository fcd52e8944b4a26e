import { z } from 'zod';
import { JsonValue } from '../../../kernel/json.ts';
import { unlessAbsent } from '../../absence.ts';
import { camelNames, given, textOf, without } from '../../properties.ts';
import type { Actions } from '../../provider.ts';

const LONGEST_NAME = 128;

/** The properties of AWS::ApiGateway::RequestValidator. */
export const RequestValidator = z.strictObject({
  RestApiId: z.string(),
  Name: given,
  ValidateRequestBody: given,
  ValidateRequestParameters: given,
});

/** What a method checks of a request. A change makes a new one; methods follow its id. */
export const requestValidator: Actions<z.infer<typeof RequestValidator>> = {
  async create(properties, { call }) {
    const answer = await call('apigateway', 'CreateRequestValidator', camelNames(properties));
    const id = textOf(answer, 'id');
    return { physicalId: id, attributes: { RequestValidatorId: id } };
  },
  async update(properties, existing, context) {
    await requestValidator.delete?.(existing, context);
    return requestValidator.create(properties, context);
  },
  async delete({ physicalId: requestValidatorId, properties: { RestApiId: restApiId } }, { call }) {
    const input = { restApiId, requestValidatorId };
    await unlessAbsent(() => call('apigateway', 'DeleteRequestValidator', input));
  },
};

/** The properties of AWS::ApiGateway::Model. */
export const Model = z.strictObject({
  RestApiId: z.string(),
  Name: z.string().optional(),
  ContentType: z.string().default('application/json'),
  Description: given,
  Schema: z.union([
    z.string(),
    z.record(z.string(), JsonValue).transform((it) => JSON.stringify(it)),
  ]),
});

/** A JSON schema by name. */
export const model: Actions<z.infer<typeof Model>> = {
  async create(properties, context) {
    const name = properties.Name ?? context.name(LONGEST_NAME);
    await context.call('apigateway', 'CreateModel', { ...camelNames(properties), name });
    return { physicalId: name, attributes: {} };
  },
  async find(properties, context) {
    const physicalId = properties.Name ?? context.name(LONGEST_NAME);
    await model.delete?.({ physicalId, attributes: {}, properties }, context);
    return undefined;
  },
  async update(properties, existing, context) {
    await model.delete?.(existing, context);
    return model.create(properties, context);
  },
  async delete({ physicalId: modelName, properties: { RestApiId: restApiId } }, { call }) {
    await unlessAbsent(() => call('apigateway', 'DeleteModel', { restApiId, modelName }));
  },
};

/** The properties of AWS::ApiGateway::GatewayResponse. */
export const GatewayResponse = z.strictObject({
  RestApiId: z.string(),
  ResponseType: z.string(),
  ResponseParameters: given,
  ResponseTemplates: given,
  StatusCode: given,
});

/** What the gateway itself answers for one kind of refusal. */
export const gatewayResponse: Actions<z.infer<typeof GatewayResponse>> = {
  async create(properties, { call }) {
    const input = camelNames(without(properties));
    await call('apigateway', 'PutGatewayResponse', input);
    const physicalId = `${properties.RestApiId}-${properties.ResponseType}`;
    return { physicalId, attributes: { Id: physicalId } };
  },
  update: (properties, _existing, context) => gatewayResponse.create(properties, context),
  async delete({ properties }, { call }) {
    const { RestApiId: restApiId, ResponseType: responseType } = properties;
    await call('apigateway', 'DeleteGatewayResponse', { restApiId, responseType });
  },
};
