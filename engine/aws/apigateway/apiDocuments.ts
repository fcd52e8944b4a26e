import { z } from 'zod';
import type { Operation } from '../../endpoint/service.ts';
import { badRequest, conflict, notCovered, notFound } from './apiErrors.ts';
import { type Control, changing, newId } from './control.ts';
import { requireApi } from './definition/restApis.ts';
import { GatewayResponse, Model, type RequestValidator } from './definition/stageSchemas.ts';
import { Flag } from './inputs.ts';
import { refusalTypes } from './serving/refusal.ts';
import { checkTemplate } from './template.ts';

const NewValidator = z.strictObject({
  restApiId: z.string(),
  name: z.string().optional(),
  validateRequestBody: Flag.default(false),
  validateRequestParameters: Flag.default(false),
});
const NamedValidator = z.strictObject({ restApiId: z.string(), requestValidatorId: z.string() });
const NewModel = z.strictObject({ restApiId: z.string(), ...Model.omit({ id: true }).shape });
const NamedModel = z.strictObject({ restApiId: z.string(), modelName: z.string() });
const NamedResponse = z.strictObject({ restApiId: z.string(), responseType: z.string() });
const PutResponse = z.strictObject({ restApiId: z.string(), ...GatewayResponse.shape });

const createRequestValidator = async (control: Control, input: z.infer<typeof NewValidator>) => {
  const { restApiId, ...given } = input;
  await requireApi(control, restApiId);
  const validator: RequestValidator = { id: newId(control, 6), ...given };
  const { validators } = control.definitions;
  const writing = validators.putting(`${restApiId}/${validator.id}`, validator);
  await control.definitions.write(restApiId, [writing]);
  return validator;
};

const deleteRequestValidator = async (control: Control, input: z.infer<typeof NamedValidator>) => {
  const key = `${input.restApiId}/${input.requestValidatorId}`;
  const { validators } = control.definitions;
  if (!(await validators.get(key))) {
    throw notFound('Invalid Request Validator identifier specified');
  }
  await control.definitions.write(input.restApiId, [validators.deleting(key)]);
  return {};
};

const createModel = async (control: Control, input: z.infer<typeof NewModel>) => {
  const { restApiId, ...given } = input;
  await requireApi(control, restApiId);
  const { models } = control.definitions;
  const key = `${restApiId}/${given.name}`;
  if (await models.get(key)) throw conflict(`Model name already exists for this REST API`);
  const model = { id: newId(control, 6), ...given };
  await control.definitions.write(restApiId, [models.putting(key, model)]);
  return model;
};

const deleteModel = async (control: Control, input: z.infer<typeof NamedModel>) => {
  const { models } = control.definitions;
  const key = `${input.restApiId}/${input.modelName}`;
  if (!(await models.get(key))) throw notFound(`Invalid model name specified: ${input.modelName}`);
  await control.definitions.write(input.restApiId, [models.deleting(key)]);
  return {};
};

const HEADER = /^gatewayresponse\.header\.[\w-]+$/;
const VALUE =
  /^('.*'|context\..+|stageVariables\..+|method\.request\.(header|querystring|path)\..+)$/;

const checkParameter = ([target, source]: [string, string]): void => {
  if (!HEADER.test(target)) throw notCovered(`the gateway response parameter ${target}`);
  if (!VALUE.test(source)) throw badRequest(`Invalid mapping expression specified: ${source}`);
};

const checkResponse = (input: z.infer<typeof PutResponse>): void => {
  if (!refusalTypes.has(input.responseType)) throw badRequest('Invalid response type specified');
  for (const template of Object.values(input.responseTemplates ?? {})) {
    checkTemplate(template, 'a gateway response');
  }
  for (const entry of Object.entries(input.responseParameters ?? {})) checkParameter(entry);
};

const putGatewayResponse = async (control: Control, input: z.infer<typeof PutResponse>) => {
  const { restApiId, ...response } = input;
  await requireApi(control, restApiId);
  checkResponse(input);
  const { gatewayResponses } = control.definitions;
  const key = `${restApiId}/${response.responseType}`;
  await control.definitions.write(restApiId, [gatewayResponses.putting(key, response)]);
  return { ...response, defaultResponse: false };
};

const deleteGatewayResponse = async (control: Control, input: z.infer<typeof NamedResponse>) => {
  const { gatewayResponses } = control.definitions;
  const key = `${input.restApiId}/${input.responseType}`;
  if (!(await gatewayResponses.get(key)))
    throw notFound('Gateway response type not defined on api');
  await control.definitions.write(input.restApiId, [gatewayResponses.deleting(key)]);
  return {};
};

/** The operations on validators, models and gateway responses. */
export const apiDocumentOperations = (control: Control): Record<string, Operation> => ({
  CreateRequestValidator: changing(control, NewValidator, createRequestValidator),
  DeleteRequestValidator: changing(control, NamedValidator, deleteRequestValidator),
  CreateModel: changing(control, NewModel, createModel),
  DeleteModel: changing(control, NamedModel, deleteModel),
  PutGatewayResponse: changing(control, PutResponse, putGatewayResponse),
  DeleteGatewayResponse: changing(control, NamedResponse, deleteGatewayResponse),
});
