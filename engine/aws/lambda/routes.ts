import type { HttpRequest, HttpResponse, RestRoute } from '../../endpoint/service.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';

const FUNCTIONS = '/2015-03-31/functions';
const ONE = `${FUNCTIONS}/{FunctionName}`;
const SOURCES = '/2015-03-31/event-source-mappings';
const SOURCE = `${SOURCES}/{UUID}`;
const EVENT_CONFIG = '/2019-09-25/functions/{FunctionName}/event-invoke-config';

const INVOKE_HEADERS = {
  InvocationType: 'x-amz-invocation-type',
  LogType: 'x-amz-log-type',
  ClientContext: 'x-amz-client-context',
  DurableExecutionName: 'x-amz-durable-execution-name',
  TenantId: 'x-amz-tenant-id',
};

/** Every field is set, so that nothing in the payload can pass for one of them. */
const readInvoke = (request: HttpRequest): JsonObject => ({
  Payload: request.body.toString(),
  Qualifier: request.query.get('Qualifier') ?? undefined,
  ...Object.fromEntries(
    Object.entries(INVOKE_HEADERS).map(([field, header]) => [field, request.headers[header]]),
  ),
});

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const writeInvoke = (answer: JsonObject): HttpResponse => ({
  status: Number(answer['StatusCode']),
  headers: {
    'content-type': 'application/json',
    ...(answer['ExecutedVersion'] !== undefined && {
      'x-amz-executed-version': text(answer['ExecutedVersion']),
    }),
    ...(answer['FunctionError'] !== undefined && {
      'x-amz-function-error': text(answer['FunctionError']),
    }),
  },
  body: text(answer['Payload']),
});

const json =
  (status: number) =>
  (answer: JsonObject): HttpResponse => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(answer),
  });

const empty = (): HttpResponse => ({ status: 204, headers: {}, body: '' });

const functionRoutes: readonly RestRoute[] = [
  { method: 'POST', path: FUNCTIONS, operation: 'CreateFunction', write: json(201) },
  { method: 'GET', path: FUNCTIONS, operation: 'ListFunctions' },
  { method: 'GET', path: ONE, operation: 'GetFunction' },
  { method: 'DELETE', path: ONE, operation: 'DeleteFunction', write: empty },
  { method: 'GET', path: `${ONE}/configuration`, operation: 'GetFunctionConfiguration' },
  { method: 'PUT', path: `${ONE}/configuration`, operation: 'UpdateFunctionConfiguration' },
  { method: 'PUT', path: `${ONE}/code`, operation: 'UpdateFunctionCode' },
];

const policyRoutes: readonly RestRoute[] = [
  { method: 'POST', path: `${ONE}/policy`, operation: 'AddPermission', write: json(201) },
  { method: 'GET', path: `${ONE}/policy`, operation: 'GetPolicy' },
  {
    method: 'DELETE',
    path: `${ONE}/policy/{StatementId}`,
    operation: 'RemovePermission',
    write: empty,
  },
];

const runRoutes: readonly RestRoute[] = [
  {
    method: 'POST',
    path: `${ONE}/invocations`,
    operation: 'Invoke',
    read: readInvoke,
    write: writeInvoke,
  },
  { method: 'PUT', path: EVENT_CONFIG, operation: 'PutFunctionEventInvokeConfig' },
  { method: 'GET', path: EVENT_CONFIG, operation: 'GetFunctionEventInvokeConfig' },
  {
    method: 'DELETE',
    path: EVENT_CONFIG,
    operation: 'DeleteFunctionEventInvokeConfig',
    write: empty,
  },
  {
    method: 'PUT',
    path: '/2017-10-31/functions/{FunctionName}/concurrency',
    operation: 'PutFunctionConcurrency',
  },
  {
    method: 'GET',
    path: '/2019-09-30/functions/{FunctionName}/concurrency',
    operation: 'GetFunctionConcurrency',
  },
  {
    method: 'DELETE',
    path: '/2017-10-31/functions/{FunctionName}/concurrency',
    operation: 'DeleteFunctionConcurrency',
    write: empty,
  },
];

const sourceRoutes: readonly RestRoute[] = [
  { method: 'POST', path: SOURCES, operation: 'CreateEventSourceMapping', write: json(202) },
  { method: 'GET', path: SOURCES, operation: 'ListEventSourceMappings' },
  { method: 'GET', path: SOURCE, operation: 'GetEventSourceMapping' },
  { method: 'PUT', path: SOURCE, operation: 'UpdateEventSourceMapping', write: json(202) },
  { method: 'DELETE', path: SOURCE, operation: 'DeleteEventSourceMapping', write: json(202) },
];

/** Lambda's REST paths. An Invoke's body is its payload, whatever JSON that is. */
export const routes: readonly RestRoute[] = [
  ...functionRoutes,
  ...policyRoutes,
  ...runRoutes,
  ...sourceRoutes,
];
