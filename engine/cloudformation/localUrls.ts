import type { Json } from '../kernel/json.ts';

const API_HOST = /https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g;

/**
 * Points every URL of an API Gateway stage at the engine. It acts on what templates resolve to, so
 * outputs, environment variables and parameters hold URLs that work here.
 */
export const withLocalUrls = (value: Json | undefined, endpoint: string): Json | undefined => {
  if (typeof value === 'string') {
    return value.replace(
      API_HOST,
      (_url, apiId: string) => `${endpoint}/_aws/execute-api/${apiId}`,
    );
  }
  if (Array.isArray(value)) {
    return value.map((item) => withLocalUrls(item, endpoint) ?? null);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withLocalUrls(item, endpoint)]),
  );
};
