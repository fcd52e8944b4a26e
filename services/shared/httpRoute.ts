import * as z from 'zod';
import { Role } from '#events/fields.ts';
import { type About, withAbout } from './about.ts';
import type { RouteDeclaration, Run, Runs } from './declaredRoute.ts';
import { isOutOfMail, isTransient } from './errors.ts';
import { issueText } from './issueText.ts';
import { logger } from './logger.ts';
import { pathParameters } from './pathParameters.ts';
import {
  type FieldError,
  fieldErrors,
  forbidden,
  problem,
  type Reply,
  retryAfter,
  strangerText,
} from './reply.ts';
import { jsonBody } from './requestBody.ts';
import { withoutBlanks } from './withoutBlanks.ts';

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

const headersOf = (event: ProxyEvent): Record<string, string> =>
  Object.fromEntries(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );

const invalid = (errors: readonly FieldError[]): Reply => {
  const fields = errors.map(({ path, message }) => ({
    path: path.replace(/^(body|query|params|headers)\.?/, ''),
    message,
  }));
  const message = fields.map((field) => `${field.path || 'body'} ${field.message}`).join('; ');
  return problem(400, 'InvalidRequest', { message, fields });
};

/** The names of the fields of a body or a query. */
const fieldsOf = (schema: unknown): readonly string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

const Subject = z.looseObject({
  tenantId: z.string().optional(),
  registrationId: z.string().optional(),
});

const aboutOf = ({ requestContext, pathParameters }: ProxyEvent): About => {
  const { tenantId: own } = Subject.safeParse(requestContext.authorizer).data ?? {};
  const { tenantId = own, registrationId: correlationId } = Subject.parse(pathParameters ?? {});
  return { requestId: requestContext.requestId, tenantId, correlationId };
};

const Authorized = z.object({ userRole: Role });

/** Whether a route is for the caller's role: the API has asked the same before. */
const isFor = ({ roles }: RouteDeclaration, { requestContext }: ProxyEvent): boolean => {
  if (roles === 'everybody') return true;
  const caller = Authorized.safeParse(requestContext.authorizer).data;
  return caller !== undefined && roles.includes(caller.userRole);
};

/** One entry for each parameter that the route does not know. */
const strangeParameters = (request: z.ZodObject, query: object): FieldError[] => {
  const known = fieldsOf(request.shape['query']);
  return Object.keys(query)
    .filter((name) => !known.includes(name))
    .map((path) => ({ path, message: strangerText('parameter', path, known) }));
};

const Named = z.looseObject({ tenantId: z.string() });

/** Whether somebody of a tenant names another tenant than its own. */
const namesForeign = (
  { body, query }: z.output<z.ZodObject>,
  { requestContext }: ProxyEvent,
): boolean => {
  const own = Named.safeParse(requestContext.authorizer).data?.tenantId;
  if (own === undefined) return false;
  return [body, query].some((part) => (Named.safeParse(part).data?.tenantId ?? own) !== own);
};

const foreign = (): Reply => {
  const message = 'is not the id of your tenant: leave it out, or name your own';
  const fields = [{ path: 'tenantId', message }];
  return problem(403, 'ForeignTenant', { message: `tenantId ${message}`, fields });
};

const partsOf = ({ shape }: z.ZodObject, event: ProxyEvent, body: unknown) => ({
  body: withoutBlanks(shape['body'], body),
  params: event.pathParameters ?? {},
  query: event.queryStringParameters ?? {},
  headers: headersOf(event),
  caller: event.requestContext.authorizer,
});

/** Checks who calls, then the request as a whole, and runs the route's code. */
const answer = async <Route extends RouteDeclaration>(
  route: Route,
  run: Run<Route>,
  event: ProxyEvent,
): Promise<Reply> => {
  const { request } = route;
  if (!isFor(route, event)) return forbidden();
  const contentType = headersOf(event)['content-type'] ?? '';
  const body =
    'body' in request.shape ? jsonBody(rawBody(event), contentType) : { value: undefined };
  if ('problem' in body) return body.problem;
  const given = partsOf(request, event, body.value);
  const strangers = strangeParameters(request, event.queryStringParameters ?? {});
  const parsed = z.safeParse<Route['request']>(request, given, {
    reportInput: true,
    error: issueText,
  });
  if (!parsed.success) {
    return invalid([...fieldErrors(parsed.error, fieldsOf(request.shape['body'])), ...strangers]);
  }
  if (strangers.length > 0) return invalid(strangers);
  return namesForeign(parsed.data, event) ? foreign() : run(parsed.data);
};

/** Nobody knows when AWS's day of mails begins. */
const MAIL_RETRY_SECONDS = 300;

/** The limit is ours, whoever asks, and however seldom: 429 would say that the caller asked too often. */
const outOfMail = (): Reply => ({
  ...problem(503, 'OutOfMail', {
    message:
      'no more mail can be sent today: the daily limit of our mail sender is reached; try again later',
  }),
  headers: retryAfter(MAIL_RETRY_SECONDS),
});

const failed = (error: unknown): Reply => {
  logger.error('request failed', { error });
  if (isOutOfMail(error)) return outOfMail();
  return isTransient(error)
    ? problem(503, 'TryAgain', { message: 'a service did not answer; try again' })
    : problem(500, 'InternalError', { message: 'something went wrong on our side' });
};

/** The same with its path parameters decoded: once, and before any rule looks at them. */
const decoding =
  (run: (event: ProxyEvent) => Promise<Reply>) =>
  async (event: ProxyEvent): Promise<Reply> => {
    const parameters = pathParameters(event.pathParameters ?? {});
    return 'errors' in parameters
      ? invalid(parameters.errors)
      : run({ ...event, pathParameters: parameters.values });
  };

/** What answers each declared route, by `METHOD /resource`. */
const served = <Routes extends Record<keyof Routes, RouteDeclaration>>(
  routes: Routes,
  runs: Runs<Routes>,
) => {
  const all = new Map<string, (event: ProxyEvent) => Promise<Reply>>();
  for (const key in routes)
    all.set(
      key,
      decoding((event) => answer(routes[key], runs[key], event)),
    );
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
    const { status, headers, body }: Reply = await withAbout(aboutOf(request), () =>
      run(request).catch(failed),
    );
    const content = status >= 400 && typeof body === 'object' ? { ...body, requestId } : body;
    return {
      statusCode: status,
      headers: {
        'content-type': 'application/json',
        'access-control-allow-origin': '*',
        ...headers,
      },
      body: content === undefined ? '' : JSON.stringify(content),
    };
  };
};
