import { z } from 'zod';
import { apigateway } from '../../../../engine/aws/apigateway/apigateway.ts';
import type { Clock } from '../../../../engine/kernel/clock.ts';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { trustingSts } from '../../../support/openAccess.ts';
import { testEngine } from '../../../support/testEngine.ts';
import { fakeLambda, invocationUri, type Run } from './fakeLambda.ts';

const Made = z.object({ id: z.string() });

/** The id in a Create operation's answer. */
export const idOf = (answer: JsonObject): string => Made.parse(answer).id;

/** A path with one verb, its function and its settings. */
export type Endpoint = {
  path: string;
  verb: string;
  functionName?: string;
  method?: JsonObject;
  integration?: JsonObject;
};

/** An engine that serves one API at its stage `prod`, before functions that are plain callbacks. */
export const deployedApi = async (options: {
  functions?: Record<string, Run>;
  api?: JsonObject;
  authorizer?: JsonObject;
  endpoints: Endpoint[];
  clock?: Clock;
}) => {
  const lambda = fakeLambda(options.functions ?? {});
  const { clock } = options;
  const engine = await testEngine(
    [apigateway, lambda.service, trustingSts],
    clock ? { clock } : {},
  );
  const call = (operation: string, input: JsonObject) =>
    engine.call('apigateway', operation, input);
  const api = z
    .object({ id: z.string(), rootResourceId: z.string() })
    .parse(await call('CreateRestApi', { name: 'orders', ...options.api }));
  const restApiId = api.id;
  const authorizer =
    options.authorizer &&
    (await call('CreateAuthorizer', { restApiId, name: 'guard', ...options.authorizer }));
  const authorizerId = authorizer && idOf(authorizer);
  const guarded = authorizerId && { authorizationType: 'CUSTOM', authorizerId };

  const resources = new Map([['', api.rootResourceId]]);
  const resourceAt = async (path: string): Promise<string> => {
    const known = resources.get(path);
    if (known !== undefined) return known;
    const [, parent = '', pathPart = ''] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
    const parentId = await resourceAt(parent);
    const made = idOf(await call('CreateResource', { restApiId, parentId, pathPart }));
    resources.set(path, made);
    return made;
  };

  for (const { path, verb, functionName, method, integration } of options.endpoints) {
    const name = {
      restApiId,
      resourceId: await resourceAt(path.replace(/\/$/, '')),
      httpMethod: verb,
    };
    await call('PutMethod', { ...name, authorizationType: 'NONE', ...guarded, ...method });
    const proxy = {
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri: invocationUri(functionName ?? 'handler'),
    };
    await call('PutIntegration', { ...name, ...proxy, ...integration });
  }
  const deploy = () => call('CreateDeployment', { restApiId, stageName: 'prod' });
  await deploy();
  const url = `${engine.engine.endpoint}/_aws/execute-api/${restApiId}/prod`;
  return {
    ...engine,
    apigateway: call,
    /** Deploys the API as it is now to its stage. */
    deploy,
    restApiId,
    authorizerId,
    resources,
    invoked: lambda.invoked,
    url,
    fetch: (path: string, init?: RequestInit) => fetch(url + path, init),
  };
};
