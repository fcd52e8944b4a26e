import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { badRequest, notCovered, notFound } from '../apiErrors.ts';
import { type Control, changing, reading } from '../control.ts';
import { Flag, TextMap } from '../inputs.ts';
import { requireResource } from './resources.ts';
import { type Method, MethodResponse } from './restApiSchemas.ts';

const Named = z.strictObject({
  restApiId: z.string(),
  resourceId: z.string(),
  httpMethod: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY']),
});
const Put = Named.extend({
  authorizationType: z.string(),
  authorizerId: z.string().optional(),
  apiKeyRequired: Flag.default(false),
  operationName: z.string().optional(),
  requestParameters: z.record(z.string(), z.boolean()).optional(),
  requestModels: TextMap.optional(),
  requestValidatorId: z.string().optional(),
  authorizationScopes: z.array(z.string()).optional(),
});
const PutResponse = Named.extend(MethodResponse.shape);
const NamedResponse = Named.extend({ statusCode: z.string() });

/** What names a method in every operation on it. */
export type MethodName = { restApiId: string; resourceId: string; httpMethod: string };

/** Where a method is kept. */
export const methodKey = (name: MethodName): string =>
  `${name.restApiId}/${name.resourceId}/${name.httpMethod}`;

/** Reads a method, or fails as API Gateway does for an unknown one. */
export const requireMethod = async (control: Control, name: MethodName): Promise<Method> => {
  await requireResource(control, name.restApiId, name.resourceId);
  const method = await control.definitions.methods.get(methodKey(name));
  if (!method) throw notFound('Invalid Method identifier specified');
  return method;
};

/** Writes a method in place of the one of that name. */
export const writeMethod = (control: Control, name: MethodName, method: Method): Promise<void> => {
  const { methods } = control.definitions;
  return control.definitions.write(name.restApiId, [methods.putting(methodKey(name), method)]);
};

const authorizationOf = async (control: Control, input: z.infer<typeof Put>) => {
  const { authorizationType, authorizerId } = input;
  if (authorizationType === 'NONE') return { authorizationType } as const;
  if (authorizationType !== 'CUSTOM') {
    throw notCovered(`the authorization type ${authorizationType}`);
  }
  const known = await control.definitions.authorizers.get(`${input.restApiId}/${authorizerId}`);
  if (!known) {
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    );
  }
  return { authorizationType, authorizerId: known.id } as const;
};

const checkValidator = async (control: Control, input: z.infer<typeof Put>): Promise<void> => {
  if (input.requestValidatorId === undefined) return;
  const key = `${input.restApiId}/${input.requestValidatorId}`;
  const validator = await control.definitions.validators.get(key);
  if (!validator) throw badRequest('Invalid Request Validator identifier specified');
  const models = Object.keys(input.requestModels ?? {});
  if (validator.validateRequestBody && models.length > 0) {
    throw notCovered('request models checked by a request validator');
  }
};

/**
 * Puts a method in place of the one there was, where AWS would want it deleted first; its integration
 * stays until another one is put.
 */
const putMethod = async (control: Control, input: z.infer<typeof Put>) => {
  await requireResource(control, input.restApiId, input.resourceId);
  if (input.authorizationScopes?.length) throw notCovered('authorization scopes');
  await checkValidator(control, input);
  const old = await control.definitions.methods.get(methodKey(input));
  const { requestParameters, requestModels, requestValidatorId, operationName } = input;
  const method: Method = {
    httpMethod: input.httpMethod,
    ...(await authorizationOf(control, input)),
    apiKeyRequired: input.apiKeyRequired,
    requestParameters,
    requestModels,
    requestValidatorId,
    operationName,
    methodIntegration: old?.methodIntegration,
  };
  await writeMethod(control, input, method);
  return method;
};

const deleteMethod = async (control: Control, input: z.infer<typeof Named>) => {
  await requireMethod(control, input);
  const { methods } = control.definitions;
  await control.definitions.write(input.restApiId, [methods.deleting(methodKey(input))]);
  return {};
};

const putMethodResponse = async (control: Control, input: z.infer<typeof PutResponse>) => {
  const method = await requireMethod(control, input);
  const { statusCode, responseParameters, responseModels } = input;
  const response = { statusCode, responseParameters, responseModels };
  const methodResponses = { ...method.methodResponses, [statusCode]: response };
  await writeMethod(control, input, { ...method, methodResponses });
  return response;
};

const deleteMethodResponse = async (control: Control, input: z.infer<typeof NamedResponse>) => {
  const method = await requireMethod(control, input);
  const { [input.statusCode]: old, ...methodResponses } = method.methodResponses ?? {};
  if (!old) throw notFound('Invalid Response status code specified');
  await writeMethod(control, input, { ...method, methodResponses });
  return {};
};

/** The operations on methods and what they declare to clients. */
export const methodOperations = (control: Control): Record<string, Operation> => ({
  PutMethod: changing(control, Put, putMethod),
  GetMethod: reading(control, Named, requireMethod),
  DeleteMethod: changing(control, Named, deleteMethod),
  PutMethodResponse: changing(control, PutResponse, putMethodResponse),
  DeleteMethodResponse: changing(control, NamedResponse, deleteMethodResponse),
});
