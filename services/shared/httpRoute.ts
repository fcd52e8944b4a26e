import { z } from 'zod';
import { Role } from '#events/fields.ts';
import type { RouteDeclaration, Run, Runs } from './declaredRoute.ts';
import { isTransient } from './errors.ts';
import { logger } from './logger.ts';
import { fieldErrors, forbidden, problem, type Reply } from './reply.ts';

const MAX_BODY_BYTES = 64 * 1024;

const ProxyEvent = z.looseObject({
  httpMethod: z.string(),
  resource: z.string(),
  headers: z.record(z.string(), z.string()).nullable(),
  pathParameters: z.record(z.string(), z.string()).nullable(),
  queryStringParameters: z.record(z.string(), z.string()).nullable(),
  body: z.string().nullable(),
  isBase64Encoded: z.boolean(),
  requestContext: z.looseObject({ requestId: z.string(), authorizer: z.unknown().optional() }),
});
type ProxyEvent = z.infer<typeof ProxyEvent>;

const rawBody = (event: ProxyEvent): Buffer =>
  Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');

const json = (bytes: Buffer): { value: unknown } | { problem: Reply } => {
  if (bytes.length > MAX_BODY_BYTES) {
    const message = `the body has ${bytes.length} bytes; the most is ${MAX_BODY_BYTES}`;
    return { problem: problem(413, 'BodyTooLarge', { message }) };
  }
  try {
    return { value: JSON.parse(bytes.toString('utf8')) };
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : String(error);
    return { problem: problem(400, 'InvalidJson', { message: `the body is not JSON: ${reason}` }) };
  }
};

const headersOf = (event: ProxyEvent): Record<string, string> =>
  Object.fromEntries(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );

const invalid = (error: z.ZodError, known: readonly string[]): Reply => {
  const fields = fieldErrors(error, known).map(({ path, message }) => ({
    path: path.replace(/^(body|query|params|headers)\.?/, ''),
    message,
  }));
  const message = fields.map((field) => `${field.path || 'body'} ${field.message}`).join('; ');
  return problem(400, 'InvalidRequest', { message, fields });
};

/** The names of a body's fields, for hints. */
const fieldsOf = (schema: unknown): readonly string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

const Authorized = z.object({ userRole: Role });

/** Whether a route is for the caller's role: the API has asked the same before. */
const isFor = ({ roles }: RouteDeclaration, { requestContext }: ProxyEvent): boolean => {
  if (roles === 'everybody') return true;
  const caller = Authorized.safeParse(requestContext.authorizer).data;
  return caller !== undefined && roles.includes(caller.userRole);
};

/** Checks who calls, then the request as a whole, and runs the route's code. */
const answer = async <Route extends RouteDeclaration>(
  route: Route,
  run: Run<Route>,
  event: ProxyEvent,
): Promise<Reply> => {
  const { request } = route;
  if (!isFor(route, event)) return forbidden();
  const body = 'body' in request.shape ? json(rawBody(event)) : { value: undefined };
  if ('problem' in body) return body.problem;
  const given = {
    body: body.value,
    params: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: headersOf(event),
    caller: event.requestContext.authorizer,
  };
  const parsed = z.safeParse<Route['request']>(request, given, { reportInput: true });
  if (!parsed.success) return invalid(parsed.error, fieldsOf(request.shape['body']));
  return run(parsed.data);
};

const failed = (error: unknown): Reply => {
  logger.error('request failed', { error });
  return isTransient(error)
    ? problem(503, 'TryAgain', { message: 'a service did not answer; try again' })
    : problem(500, 'InternalError', { message: 'something went wrong on our side' });
};

/** What answers each declared route, by `METHOD /resource`. */
const served = <Routes extends Record<keyof Routes, RouteDeclaration>>(
  routes: Routes,
  runs: Runs<Routes>,
) => {
  const all = new Map<string, (event: ProxyEvent) => Promise<Reply>>();
  for (const key in routes) all.set(key, (event) => answer(routes[key], runs[key], event));
  return all;
};

/** The API handler of a function: the code of each route that it declares, and of no other. */
export const httpRoutes = <Routes extends Record<keyof Routes, RouteDeclaration>>(
  { routes }: { readonly routes: Routes },
  runs: Runs<NoInfer<Routes>>,
) => {
  const all = served(routes, runs);
  return async (event: unknown): Promise<{ statusCode: number; headers: object; body: string }> => {
    const request = ProxyEvent.parse(event);
    const { requestId } = request.requestContext;
    const key = `${request.httpMethod} ${request.resource}`;
    const run =
      all.get(key) ?? (async () => problem(404, 'NotFound', { message: `no ${key} here` }));
    const { status, body } = await run(request).catch(failed);
    const content = status >= 400 && typeof body === 'object' ? { ...body, requestId } : body;
    return {
      statusCode: status,
      headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
      body: content === undefined ? '' : JSON.stringify(content),
    };
  };
};
