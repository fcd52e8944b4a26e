import { z } from 'zod';
import type { DefinitionParts } from './definitionParts.ts';
import { Authorizer, Method, Resource, RestApi } from './restApiSchemas.ts';
import { GatewayResponse, RequestValidator } from './stageSchemas.ts';

/** An API as it was when it was deployed: its stages serve this, whatever has changed since. */
export const Snapshot = z.object({
  api: RestApi,
  resources: z.array(Resource),
  /** By `<resourceId>/<httpMethod>`. */
  methods: z.record(z.string(), Method),
  authorizers: z.record(z.string(), Authorizer),
  validators: z.record(z.string(), RequestValidator),
  gatewayResponses: z.record(z.string(), GatewayResponse),
});
export type Snapshot = z.infer<typeof Snapshot>;

type Part<T> = { list(range: { prefix: string }): Promise<{ key: string; value: T }[]> };

/** Reads an API as it is at this moment. */
export const snapshotOf = async (parts: DefinitionParts, api: RestApi): Promise<Snapshot> => {
  const prefix = `${api.id}/`;
  const byId = async <T>(part: Part<T>): Promise<Record<string, T>> => {
    const entries = await part.list({ prefix });
    return Object.fromEntries(entries.map(({ key, value }) => [key.slice(prefix.length), value]));
  };
  return {
    api,
    resources: Object.values(await byId(parts.resources)),
    methods: await byId(parts.methods),
    authorizers: await byId(parts.authorizers),
    validators: await byId(parts.validators),
    gatewayResponses: await byId(parts.gatewayResponses),
  };
};
