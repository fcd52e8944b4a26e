import { z } from 'zod';
import { TextMap } from '../inputs.ts';

const FlagMap = z.record(z.string(), z.boolean());

/** A REST API as the engine keeps it. */
export const RestApi = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  createdDate: z.number(),
  version: z.string().optional(),
  binaryMediaTypes: z.array(z.string()).optional(),
  minimumCompressionSize: z.number().optional(),
  apiKeySource: z.enum(['HEADER', 'AUTHORIZER']),
  endpointConfiguration: z
    .object({ types: z.array(z.string()).optional(), ipAddressType: z.string().optional() })
    .optional(),
  disableExecuteApiEndpoint: z.boolean(),
  rootResourceId: z.string(),
  tags: TextMap.optional(),
});
export type RestApi = z.infer<typeof RestApi>;

/** A place in an API's path tree; the root alone has no parent. */
export const Resource = z.object({
  id: z.string(),
  parentId: z.string().optional(),
  pathPart: z.string().optional(),
  path: z.string(),
});
export type Resource = z.infer<typeof Resource>;

/** What a method answers for one status of its backend. */
export const IntegrationResponse = z.object({
  statusCode: z.string(),
  selectionPattern: z.string().optional(),
  responseParameters: TextMap.optional(),
  responseTemplates: z.record(z.string(), z.string().nullable()).optional(),
  contentHandling: z.string().optional(),
});
export type IntegrationResponse = z.infer<typeof IntegrationResponse>;

/** A method's backend. */
export const Integration = z.object({
  type: z.enum(['AWS_PROXY', 'MOCK']),
  httpMethod: z.string().optional(),
  uri: z.string().optional(),
  credentials: z.string().optional(),
  requestParameters: TextMap.optional(),
  requestTemplates: TextMap.optional(),
  passthroughBehavior: z.string().optional(),
  contentHandling: z.string().optional(),
  timeoutInMillis: z.number(),
  cacheNamespace: z.string().optional(),
  cacheKeyParameters: z.array(z.string()).optional(),
  integrationResponses: z.record(z.string(), IntegrationResponse).optional(),
});
export type Integration = z.infer<typeof Integration>;

/** A status that a method declares to its clients. */
export const MethodResponse = z.object({
  statusCode: z.string(),
  responseParameters: FlagMap.optional(),
  responseModels: TextMap.optional(),
});

/** An HTTP verb on a resource, with its integration. */
export const Method = z.object({
  httpMethod: z.string(),
  authorizationType: z.enum(['NONE', 'CUSTOM']),
  authorizerId: z.string().optional(),
  apiKeyRequired: z.boolean(),
  requestValidatorId: z.string().optional(),
  operationName: z.string().optional(),
  requestParameters: FlagMap.optional(),
  requestModels: TextMap.optional(),
  methodResponses: z.record(z.string(), MethodResponse).optional(),
  methodIntegration: Integration.optional(),
});
export type Method = z.infer<typeof Method>;

/** A Lambda authorizer. */
export const Authorizer = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(['REQUEST', 'TOKEN']),
  authType: z.string().optional(),
  authorizerUri: z.string(),
  authorizerCredentials: z.string().optional(),
  identitySource: z.string().optional(),
  identityValidationExpression: z.string().optional(),
  authorizerResultTtlInSeconds: z.number(),
});
export type Authorizer = z.infer<typeof Authorizer>;
