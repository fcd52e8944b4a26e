import { badRequest, notCovered } from '../apiErrors.ts';
import { newValue, type PatchOperation, unescaped } from '../patch.ts';
import type { MethodSetting, Stage } from './stageSchemas.ts';

const flag = (value: string | undefined) => (value === undefined ? undefined : value === 'true');
const number = (value: string | undefined) => (value === undefined ? undefined : Number(value));

const SETTINGS: Record<string, (value: string | undefined) => MethodSetting> = {
  'metrics/enabled': (value) => ({ metricsEnabled: flag(value) }),
  'logging/loglevel': (value) => ({ loggingLevel: value }),
  'logging/dataTrace': (value) => ({ dataTraceEnabled: flag(value) }),
  'logging/dataTraceEnabled': (value) => ({ dataTraceEnabled: flag(value) }),
  'throttling/burstLimit': (value) => ({ throttlingBurstLimit: number(value) }),
  'throttling/rateLimit': (value) => ({ throttlingRateLimit: number(value) }),
  'caching/enabled': (value) => {
    if (flag(value)) throw notCovered('response caching');
    return { cachingEnabled: false };
  },
  'caching/ttlInSeconds': (value) => ({ cacheTtlInSeconds: number(value) }),
  'caching/dataEncrypted': (value) => ({ cacheDataEncrypted: flag(value) }),
  'caching/requireAuthorizationForCacheControl': (value) => ({
    requireAuthorizationForCacheControl: flag(value),
  }),
  'caching/unauthorizedCacheControlHeaderStrategy': (value) => ({
    unauthorizedCacheControlHeaderStrategy: value,
  }),
};

const METHOD_PATH = /^\/?(.+)\/([A-Z]+|\*)\/([a-z]+\/[A-Za-z]+)$/;

/** The path that stands for every resource, in each way that it is written. */
const resourceOf = (pointer: string): string => {
  const path = unescaped(pointer);
  if (path === '*' || path === '/*') return '*';
  return path.startsWith('/') ? path : `/${path}`;
};

/** Changes a setting of one method (`/~1orders/GET/throttling/rateLimit`) or, with `*` for both, of all. */
export const patchedSetting = (stage: Stage, operation: PatchOperation): Stage => {
  const [, resource = '', verb = '', name = ''] = METHOD_PATH.exec(operation.path) ?? [];
  const setting = SETTINGS[name];
  if (!setting) {
    throw badRequest(
      `Invalid method setting path: ${operation.path}. Must be one of: [${Object.keys(SETTINGS)
        .map((known) => `/{resource_path}/{http_method}/${known}`)
        .join(', ')}]`,
    );
  }
  const key = `${resourceOf(resource)}/${verb}`;
  const methodSettings = {
    ...stage.methodSettings,
    [key]: { ...stage.methodSettings?.[key], ...setting(newValue(operation)) },
  };
  return { ...stage, methodSettings };
};

/** The settings that a request falls under: its own method's first, then all methods'. */
export const settingFor = (stage: Stage, path: string, verb: string): MethodSetting | undefined =>
  stage.methodSettings?.[`${path}/${verb}`] ?? stage.methodSettings?.['*/*'];
