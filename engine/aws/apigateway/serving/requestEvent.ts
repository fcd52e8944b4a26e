import type { Engine } from '../../../engine.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Exchange } from './exchange.ts';
import { requestContext } from './requestContext.ts';

const listsOf = (map: Readonly<Record<string, string>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, [value]]));

/**
 * What proxy and authorizer events share. Of a query name's values the last one is the single one; path
 * parameters stay percent-encoded as they were sent.
 */
export const requestEvent = (engine: Engine, exchange: Exchange) => {
  const { request, stage } = exchange;
  const names = [...new Set(request.query.keys())];
  return {
    resource: exchange.resource.path,
    path: exchange.path,
    httpMethod: request.method,
    headers: { ...request.headers },
    multiValueHeaders: listsOf(request.headers),
    queryStringParameters: Object.fromEntries(request.query),
    multiValueQueryStringParameters: Object.fromEntries(
      names.map((name) => [name, request.query.getAll(name)]),
    ),
    pathParameters: exchange.pathParameters,
    stageVariables: stage.variables ?? {},
    requestContext: requestContext(engine, exchange),
  };
};

const orNull = <T extends object>(map: T): T | null => (Object.keys(map).length > 0 ? map : null);

/** Whether bodies of this media type travel base64-encoded. */
export const isBinary = (
  mediaType: string | undefined,
  binaryTypes: readonly string[],
): boolean => {
  const [type = ''] = (mediaType ?? '').split(/[;,]/);
  return binaryTypes.some((binary) => binary === '*/*' || binary === type.trim());
};

/** The v1 event of a Lambda proxy integration; maps without an entry are null. */
export const proxyEvent = (engine: Engine, exchange: Exchange): JsonObject => {
  const { request, view } = exchange;
  const event = requestEvent(engine, exchange);
  const binary = isBinary(request.headers['content-type'], view.api.binaryMediaTypes ?? []);
  const body = request.body.toString(binary ? 'base64' : 'utf8');
  return {
    ...event,
    queryStringParameters: orNull(event.queryStringParameters),
    multiValueQueryStringParameters: orNull(event.multiValueQueryStringParameters),
    pathParameters: orNull(event.pathParameters),
    stageVariables: orNull(event.stageVariables),
    body: request.body.length > 0 ? body : null,
    isBase64Encoded: binary && request.body.length > 0,
  };
};
