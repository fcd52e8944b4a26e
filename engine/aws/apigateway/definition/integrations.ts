import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { badRequest, notCovered, notFound } from '../apiErrors.ts';
import { type Control, changing, reading } from '../control.ts';
import { TextMap } from '../inputs.ts';
import { functionArnIn } from '../serving/functionArn.ts';
import { checkTemplate } from '../template.ts';
import { requireMethod, writeMethod } from './methods.ts';
import { Integration, IntegrationResponse, type Method } from './restApiSchemas.ts';

const Named = z.strictObject({
  restApiId: z.string(),
  resourceId: z.string(),
  httpMethod: z.string(),
});
const Put = Named.extend({
  type: z.string(),
  integrationHttpMethod: z.string().optional(),
  uri: z.string().optional(),
  credentials: z.string().optional(),
  requestParameters: TextMap.optional(),
  requestTemplates: TextMap.optional(),
  passthroughBehavior: z.string().optional(),
  contentHandling: z.string().optional(),
  cacheNamespace: z.string().optional(),
  cacheKeyParameters: z.array(z.string()).optional(),
  timeoutInMillis: z.number().default(29_000),
  responseTransferMode: z.literal('BUFFERED').optional(),
  connectionType: z.literal('INTERNET').optional(),
});
const NamedResponse = Named.extend({ statusCode: z.string() });
const PutResponse = Named.extend(IntegrationResponse.shape);

const TENANT_HEADER = 'integration.request.header.x-amz-tenant-id';
const REQUEST_VALUE = /^method\.request\.(header|querystring|path)\./;

const checkParameters = (method: Method, parameters: Record<string, string>): void => {
  for (const [target, source] of Object.entries(parameters)) {
    if (target.toLowerCase() !== TENANT_HEADER) {
      throw notCovered(`the integration request parameter ${target}`);
    }
    if (REQUEST_VALUE.test(source) && method.requestParameters?.[source] === undefined) {
      throw badRequest(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${source}]`,
      );
    }
  }
};

const checkLambda = (method: Method, input: z.infer<typeof Put>): void => {
  const arn = functionArnIn(input.uri ?? '');
  if (arn === undefined) throw notCovered(`an AWS_PROXY integration with the uri ${input.uri}`);
  if (arn.includes('${')) throw notCovered('stage variables in an integration uri');
  if (input.integrationHttpMethod !== 'POST') {
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations with the HTTP method POST.",
    );
  }
  if (input.credentials?.includes('*')) throw notCovered("credentials of the caller's own");
  checkParameters(method, input.requestParameters ?? {});
};

const checkMock = (input: z.infer<typeof Put>): void => {
  for (const template of Object.values(input.requestTemplates ?? {})) {
    checkTemplate(template, 'requestTemplates');
  }
};

const checkedType = (method: Method, input: z.infer<typeof Put>): Integration['type'] => {
  const type = Integration.shape.type.safeParse(input.type);
  if (!type.success) throw notCovered(`the integration type ${input.type}`);
  if (type.data === 'MOCK') checkMock(input);
  else checkLambda(method, input);
  return type.data;
};

/** Puts an integration; its integration responses have to be put again. */
const putIntegration = async (control: Control, input: z.infer<typeof Put>) => {
  const { restApiId: _api, resourceId: _resource, httpMethod: _method, ...given } = input;
  const { integrationHttpMethod, responseTransferMode: _, connectionType: __, ...kept } = given;
  const method = await requireMethod(control, input);
  if (input.timeoutInMillis < 50 || input.timeoutInMillis > 29_000) {
    throw badRequest('Timeout should be between 50 ms and 29000 ms');
  }
  const methodIntegration: Integration = {
    ...kept,
    type: checkedType(method, input),
    httpMethod: integrationHttpMethod,
  };
  await writeMethod(control, input, { ...method, methodIntegration });
  return methodIntegration;
};

const requireIntegration = async (control: Control, input: z.infer<typeof Named>) => {
  const method = await requireMethod(control, input);
  if (!method.methodIntegration) throw notFound('Invalid Integration identifier specified');
  return { method, integration: method.methodIntegration };
};

const checkResponse = (input: z.infer<typeof PutResponse>): void => {
  for (const source of Object.values(input.responseParameters ?? {})) {
    if (!/^('.*'|context\..+|stageVariables\..+)$/.test(source)) {
      throw notCovered(`the integration response parameter ${source}`);
    }
  }
  for (const template of Object.values(input.responseTemplates ?? {})) {
    checkTemplate(template ?? '', 'responseTemplates');
  }
};

const putIntegrationResponse = async (control: Control, input: z.infer<typeof PutResponse>) => {
  const { method, integration } = await requireIntegration(control, input);
  if (integration.type === 'MOCK') checkResponse(input);
  const { restApiId: _api, resourceId: _resource, httpMethod: _method, ...response } = input;
  const integrationResponses = {
    ...integration.integrationResponses,
    [input.statusCode]: response,
  };
  const methodIntegration = { ...integration, integrationResponses };
  await writeMethod(control, input, { ...method, methodIntegration });
  return response;
};

const deleteIntegration = async (control: Control, input: z.infer<typeof Named>) => {
  const { method } = await requireIntegration(control, input);
  await writeMethod(control, input, { ...method, methodIntegration: undefined });
  return {};
};

const deleteIntegrationResponse = async (
  control: Control,
  input: z.infer<typeof NamedResponse>,
) => {
  const { method, integration } = await requireIntegration(control, input);
  const { [input.statusCode]: old, ...others } = integration.integrationResponses ?? {};
  if (!old) throw notFound('Invalid Response status code specified');
  const methodIntegration = { ...integration, integrationResponses: others };
  await writeMethod(control, input, { ...method, methodIntegration });
  return {};
};

/** The operations on what stands behind a method. */
export const integrationOperations = (control: Control): Record<string, Operation> => ({
  PutIntegration: changing(control, Put, putIntegration),
  GetIntegration: reading(
    control,
    Named,
    async (_, input) => (await requireIntegration(control, input)).integration,
  ),
  DeleteIntegration: changing(control, Named, deleteIntegration),
  PutIntegrationResponse: changing(control, PutResponse, putIntegrationResponse),
  DeleteIntegrationResponse: changing(control, NamedResponse, deleteIntegrationResponse),
});
