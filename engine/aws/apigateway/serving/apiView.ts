import { RecentlyUsed } from '../../../kernel/recentlyUsed.ts';
import type { DefinitionParts } from '../definition/definitionParts.ts';
import type { Authorizer, Method, RestApi } from '../definition/restApiSchemas.ts';
import type { GatewayResponse, RequestValidator, Stage } from '../definition/stageSchemas.ts';
import type { Authorization } from './authorization.ts';
import { type PathNode, pathTree } from './pathTree.ts';

/** One API as requests see it: everything at hand, nothing to look up. */
export type ApiView = Readonly<{
  api: RestApi;
  root: PathNode;
  /** By `<resourceId>/<httpMethod>`. */
  methods: ReadonlyMap<string, Method>;
  authorizers: ReadonlyMap<string, Authorizer>;
  stages: ReadonlyMap<string, Stage>;
  validators: ReadonlyMap<string, RequestValidator>;
  gatewayResponses: ReadonlyMap<string, GatewayResponse>;
  /** Authorizers' cached answers; they go when the API's definition changes. */
  authorizations: RecentlyUsed<Authorization & { expiresAt: number }>;
}>;

const CACHED_AUTHORIZATIONS = 10_000;

/** Reads one API from the store. */
export const apiView = async (
  parts: DefinitionParts,
  apiId: string,
): Promise<ApiView | undefined> => {
  const api = await parts.apis.get(apiId);
  if (!api) return undefined;
  const byId = async <T>(part: {
    list(range: { prefix: string }): Promise<{ key: string; value: T }[]>;
  }): Promise<Map<string, T>> => {
    const entries = await part.list({ prefix: `${apiId}/` });
    return new Map(entries.map(({ key, value }) => [key.slice(apiId.length + 1), value]));
  };
  const resources = await byId(parts.resources);
  return {
    api,
    root: pathTree([...resources.values()], api.rootResourceId),
    methods: await byId(parts.methods),
    authorizers: await byId(parts.authorizers),
    stages: await byId(parts.stages),
    validators: await byId(parts.validators),
    gatewayResponses: await byId(parts.gatewayResponses),
    authorizations: new RecentlyUsed(CACHED_AUTHORIZATIONS),
  };
};
