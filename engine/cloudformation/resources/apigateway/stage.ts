import { z } from 'zod';
import { type JsonObject, JsonValue } from '../../../kernel/json.ts';
import { unlessAbsent } from '../../absence.ts';
import { unchangeable } from '../../errors.ts';
import { given } from '../../properties.ts';
import type { Actions, ResourceContext } from '../../provider.ts';
import { patchesBetween, under } from './patches.ts';

const MethodSetting = z.strictObject({
  HttpMethod: z.string().default('*'),
  ResourcePath: z.string().default('/*'),
  CacheDataEncrypted: given,
  CacheTtlInSeconds: given,
  CachingEnabled: given,
  DataTraceEnabled: given,
  LoggingLevel: given,
  MetricsEnabled: given,
  ThrottlingBurstLimit: given,
  ThrottlingRateLimit: given,
});
type MethodSetting = z.infer<typeof MethodSetting>;

/** The properties of AWS::ApiGateway::Stage. */
export const Stage = z.strictObject({
  RestApiId: z.string(),
  StageName: z.string(),
  DeploymentId: z.string(),
  AccessLogSetting: z
    .strictObject({ DestinationArn: z.string().optional(), Format: z.string().optional() })
    .default({}),
  CacheClusterEnabled: given,
  Description: given,
  DocumentationVersion: given,
  MethodSettings: z.array(MethodSetting).default([]),
  Tags: given,
  TracingEnabled: given,
  Variables: z.record(z.string(), JsonValue).default({}),
});
type Stage = z.infer<typeof Stage>;

const SETTING_PATHS = {
  CacheDataEncrypted: 'caching/dataEncrypted',
  CacheTtlInSeconds: 'caching/ttlInSeconds',
  CachingEnabled: 'caching/enabled',
  DataTraceEnabled: 'logging/dataTrace',
  LoggingLevel: 'logging/loglevel',
  MetricsEnabled: 'metrics/enabled',
  ThrottlingBurstLimit: 'throttling/burstLimit',
  ThrottlingRateLimit: 'throttling/rateLimit',
} as const;
const SETTINGS = [
  'CacheDataEncrypted',
  'CacheTtlInSeconds',
  'CachingEnabled',
  'DataTraceEnabled',
  'LoggingLevel',
  'MetricsEnabled',
  'ThrottlingBurstLimit',
  'ThrottlingRateLimit',
] as const;

const settingPatches = (setting: MethodSetting): [string, JsonObject[string]][] => {
  const { ResourcePath, HttpMethod } = setting;
  // Below the root it comes as a segment already: `/~1orders~1{id}`.
  const resource = ResourcePath === '/*' ? '*' : ResourcePath.replace(/^\/(?=~1)/, '');
  return SETTINGS.filter((name) => setting[name] !== undefined).map((name) => [
    `/${resource}/${HttpMethod}/${SETTING_PATHS[name]}`,
    setting[name],
  ]);
};

const patchable = (stage: Stage): JsonObject => ({
  '/accessLogSettings/destinationArn': stage.AccessLogSetting.DestinationArn,
  '/accessLogSettings/format': stage.AccessLogSetting.Format,
  '/cacheClusterEnabled': stage.CacheClusterEnabled,
  '/deploymentId': stage.DeploymentId,
  '/description': stage.Description,
  '/documentationVersion': stage.DocumentationVersion,
  '/tracingEnabled': stage.TracingEnabled ?? false,
  ...under('/variables', stage.Variables),
  ...Object.fromEntries(stage.MethodSettings.flatMap(settingPatches)),
});

const addressOf = ({ RestApiId: restApiId, StageName: stageName }: Stage) => ({
  restApiId,
  stageName,
});

const patchStage = async (before: JsonObject, stage: Stage, { call }: ResourceContext) => {
  const patchOperations = patchesBetween(before, patchable(stage));
  if (patchOperations.length === 0) return;
  await call('apigateway', 'UpdateStage', { ...addressOf(stage), patchOperations });
};

const madeOf = ({ StageName }: Stage) => ({ physicalId: StageName, attributes: {} });

/** A stage. What CreateStage does not take is patched afterwards. */
export const stage: Actions<Stage> = {
  async create(properties, context) {
    const { DeploymentId: deploymentId } = properties;
    await context.call('apigateway', 'CreateStage', { ...addressOf(properties), deploymentId });
    await patchStage({ '/deploymentId': deploymentId }, properties, context);
    return madeOf(properties);
  },
  find: (properties, { call }) =>
    unlessAbsent(async () => {
      await call('apigateway', 'GetStage', addressOf(properties));
      return madeOf(properties);
    }),
  async update(properties, existing, context) {
    const { RestApiId, StageName } = existing.properties;
    if (RestApiId !== properties.RestApiId || StageName !== properties.StageName) {
      throw unchangeable('RestApiId and StageName');
    }
    const adopted = JSON.stringify(existing.properties) === JSON.stringify(properties);
    await patchStage(adopted ? {} : patchable(existing.properties), properties, context);
    return existing;
  },
  async delete({ properties }, { call }) {
    await call('apigateway', 'DeleteStage', addressOf(properties));
  },
};
