import type { HttpRequest, HttpResponse, RestRoute } from '../../endpoint/service.ts';
import { type JsonObject, parseJsonObject } from '../../kernel/json.ts';

type Write = NonNullable<RestRoute['write']>;

const json = (status: number, body: JsonObject): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const created: Write = (answer) => json(201, answer);
const accepted: Write = () => ({ status: 202, headers: {}, body: '' });
const empty: Write = () => ({ status: 204, headers: {}, body: '' });
/** Lists are `item` on the wire, `items` in the SDK. */
const listed: Write = ({ items, ...rest }) => json(200, { ...rest, item: items });
const usage: Write = ({ items, ...rest }) => json(200, { ...rest, values: items });

/** On the wire the backend's verb has the name that the SDK gives to the method's own. */
const readIntegration = (request: HttpRequest): JsonObject => {
  const { httpMethod } = parseJsonObject(request.body.toString());
  return { integrationHttpMethod: httpMethod };
};

const API = '/restapis/{restApiId}';
const RESOURCE = `${API}/resources/{resourceId}`;
const METHOD = `${RESOURCE}/methods/{httpMethod}`;
const STAGE = `${API}/stages/{stageName}`;
const AUTHORIZER = `${API}/authorizers/{authorizerId}`;
const PLAN = '/usageplans/{usagePlanId}';

const DEPLOYMENT = `${API}/deployments/{deploymentId}`;

/** `METHOD path operation`, and how the answer is written where it is not a plain 200. */
const TABLE: readonly [string, string, string, Write?][] = [
  ['POST', '/restapis', 'CreateRestApi', created],
  ['GET', '/restapis', 'GetRestApis', listed],
  ['GET', API, 'GetRestApi'],
  ['PATCH', API, 'UpdateRestApi'],
  ['DELETE', API, 'DeleteRestApi', accepted],
  ['GET', `${API}/resources`, 'GetResources', listed],
  ['POST', `${API}/resources/{parentId}`, 'CreateResource', created],
  ['GET', RESOURCE, 'GetResource'],
  ['DELETE', RESOURCE, 'DeleteResource', accepted],
  ['PUT', METHOD, 'PutMethod', created],
  ['GET', METHOD, 'GetMethod'],
  ['DELETE', METHOD, 'DeleteMethod', empty],
  ['PUT', `${METHOD}/responses/{statusCode}`, 'PutMethodResponse', created],
  ['DELETE', `${METHOD}/responses/{statusCode}`, 'DeleteMethodResponse', empty],
  ['PUT', `${METHOD}/integration`, 'PutIntegration', created],
  ['GET', `${METHOD}/integration`, 'GetIntegration'],
  ['DELETE', `${METHOD}/integration`, 'DeleteIntegration', empty],
  ['PUT', `${METHOD}/integration/responses/{statusCode}`, 'PutIntegrationResponse', created],
  ['DELETE', `${METHOD}/integration/responses/{statusCode}`, 'DeleteIntegrationResponse', empty],
  ['POST', `${API}/authorizers`, 'CreateAuthorizer', created],
  ['GET', `${API}/authorizers`, 'GetAuthorizers', listed],
  ['GET', AUTHORIZER, 'GetAuthorizer'],
  ['PATCH', AUTHORIZER, 'UpdateAuthorizer'],
  ['DELETE', AUTHORIZER, 'DeleteAuthorizer', accepted],
  ['POST', `${API}/deployments`, 'CreateDeployment', created],
  ['GET', `${API}/deployments`, 'GetDeployments', listed],
  ['GET', DEPLOYMENT, 'GetDeployment'],
  ['DELETE', DEPLOYMENT, 'DeleteDeployment', accepted],
  ['POST', `${API}/stages`, 'CreateStage', created],
  ['GET', `${API}/stages`, 'GetStages'],
  ['GET', STAGE, 'GetStage'],
  ['PATCH', STAGE, 'UpdateStage'],
  ['DELETE', STAGE, 'DeleteStage', accepted],
  ['POST', `${API}/requestvalidators`, 'CreateRequestValidator', created],
  ['DELETE', `${API}/requestvalidators/{requestValidatorId}`, 'DeleteRequestValidator', accepted],
  ['POST', `${API}/models`, 'CreateModel', created],
  ['DELETE', `${API}/models/{modelName}`, 'DeleteModel', accepted],
  ['PUT', `${API}/gatewayresponses/{responseType}`, 'PutGatewayResponse', created],
  ['DELETE', `${API}/gatewayresponses/{responseType}`, 'DeleteGatewayResponse', accepted],
  ['POST', '/apikeys', 'CreateApiKey', created],
  ['GET', '/apikeys', 'GetApiKeys', listed],
  ['GET', '/apikeys/{apiKey}', 'GetApiKey'],
  ['PATCH', '/apikeys/{apiKey}', 'UpdateApiKey'],
  ['DELETE', '/apikeys/{apiKey}', 'DeleteApiKey', accepted],
  ['POST', '/usageplans', 'CreateUsagePlan', created],
  ['GET', '/usageplans', 'GetUsagePlans', listed],
  ['GET', PLAN, 'GetUsagePlan'],
  ['PATCH', PLAN, 'UpdateUsagePlan'],
  ['DELETE', PLAN, 'DeleteUsagePlan', accepted],
  ['POST', `${PLAN}/keys`, 'CreateUsagePlanKey', created],
  ['GET', `${PLAN}/keys`, 'GetUsagePlanKeys', listed],
  ['GET', `${PLAN}/keys/{keyId}`, 'GetUsagePlanKey'],
  ['DELETE', `${PLAN}/keys/{keyId}`, 'DeleteUsagePlanKey', accepted],
  ['GET', `${PLAN}/usage`, 'GetUsage', usage],
  ['GET', '/account', 'GetAccount'],
  ['PATCH', '/account', 'UpdateAccount'],
  ['PUT', '/tags/{resourceArn}', 'TagResource', empty],
  ['DELETE', '/tags/{resourceArn}', 'UntagResource', empty],
  ['GET', '/tags/{resourceArn}', 'GetTags'],
];

const QUERIES: Record<string, RestRoute['query']> = {
  GetApiKeys: { name: 'nameQuery' },
  GetUsagePlanKeys: { name: 'nameQuery' },
};

/** How the SDK's clients put API Gateway's operations on the wire. */
export const routes: readonly RestRoute[] = TABLE.map(([method, path, operation, write]) => ({
  method,
  path,
  operation,
  ...(write && { write }),
  ...(operation === 'PutIntegration' && { read: readIntegration }),
  ...(QUERIES[operation] && { query: QUERIES[operation] }),
}));
