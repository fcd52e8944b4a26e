import { z } from 'zod';
import { TextMap } from '../inputs.ts';

/** A deployment; what it froze of its API is kept beside it. */
export const Deployment = z.object({
  id: z.string(),
  description: z.string().optional(),
  createdDate: z.number(),
});
export type Deployment = z.infer<typeof Deployment>;

/** Settings of one method of a stage, or of all (`*` for both). Only the throttling ones act here. */
export const MethodSetting = z.object({
  metricsEnabled: z.boolean().optional(),
  loggingLevel: z.string().optional(),
  dataTraceEnabled: z.boolean().optional(),
  throttlingBurstLimit: z.number().optional(),
  throttlingRateLimit: z.number().optional(),
  cachingEnabled: z.boolean().optional(),
  cacheTtlInSeconds: z.number().optional(),
  cacheDataEncrypted: z.boolean().optional(),
  requireAuthorizationForCacheControl: z.boolean().optional(),
  unauthorizedCacheControlHeaderStrategy: z.string().optional(),
});
export type MethodSetting = z.infer<typeof MethodSetting>;

/** A named address of an API. */
export const Stage = z.object({
  stageName: z.string(),
  deploymentId: z.string(),
  description: z.string().optional(),
  variables: TextMap.optional(),
  methodSettings: z.record(z.string(), MethodSetting).optional(),
  accessLogSettings: z
    .object({ format: z.string().optional(), destinationArn: z.string().optional() })
    .optional(),
  documentationVersion: z.string().optional(),
  tracingEnabled: z.boolean().optional(),
  webAclArn: z.string().optional(),
  cacheClusterEnabled: z.literal(false),
  tags: TextMap.optional(),
  createdDate: z.number(),
  lastUpdatedDate: z.number(),
});
export type Stage = z.infer<typeof Stage>;

/** Which parts of a request a method checks. */
export const RequestValidator = z.object({
  id: z.string(),
  name: z.string().optional(),
  validateRequestBody: z.boolean(),
  validateRequestParameters: z.boolean(),
});
export type RequestValidator = z.infer<typeof RequestValidator>;

/** A JSON schema by name. Kept, not evaluated. */
export const Model = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  schema: z.string().optional(),
  contentType: z.string(),
});
export type Model = z.infer<typeof Model>;

/** What the gateway itself answers for one kind of refusal. */
export const GatewayResponse = z.object({
  responseType: z.string(),
  statusCode: z.string().optional(),
  responseParameters: TextMap.optional(),
  responseTemplates: TextMap.optional(),
});
export type GatewayResponse = z.infer<typeof GatewayResponse>;
