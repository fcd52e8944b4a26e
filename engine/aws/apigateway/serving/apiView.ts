import { RecentlyUsed } from '../../../kernel/recentlyUsed.ts';
import type { Authorizer, Method, RestApi } from '../definition/restApiSchemas.ts';
import type { Snapshot } from '../definition/snapshot.ts';
import type { GatewayResponse, RequestValidator } from '../definition/stageSchemas.ts';
import type { Authorization } from './authorization.ts';
import { type PathNode, pathTree } from './pathTree.ts';

/** One deployment of an API as requests see it: everything at hand, nothing to look up. */
export type ApiView = Readonly<{
  api: RestApi;
  root: PathNode;
  /** By `<resourceId>/<httpMethod>`. */
  methods: ReadonlyMap<string, Method>;
  authorizers: ReadonlyMap<string, Authorizer>;
  validators: ReadonlyMap<string, RequestValidator>;
  gatewayResponses: ReadonlyMap<string, GatewayResponse>;
  /** Authorizers' cached answers. */
  authorizations: RecentlyUsed<Authorization & { expiresAt: number }>;
}>;

const CACHED_AUTHORIZATIONS = 10_000;

/** What requests to the stages of a deployment are served from. */
export const apiView = ({ api, resources, ...parts }: Snapshot): ApiView => ({
  api,
  root: pathTree(resources, api.rootResourceId),
  methods: new Map(Object.entries(parts.methods)),
  authorizers: new Map(Object.entries(parts.authorizers)),
  validators: new Map(Object.entries(parts.validators)),
  gatewayResponses: new Map(Object.entries(parts.gatewayResponses)),
  authorizations: new RecentlyUsed(CACHED_AUTHORIZATIONS),
});
