import type { z } from 'zod';
import type { Engine } from '../engine.ts';
import { Fault } from '../kernel/faults.ts';
import { type JsonObject, parseJsonObject } from '../kernel/json.ts';
import { jsonError, jsonResponse } from './jsonResponse.ts';
import { refusalOfLocal } from './localAccess.ts';
import type { AwsService, HttpRequest, HttpResponse } from './service.ts';

/** What is served beside AWS. */
export type Local = Readonly<{
  engine: Pick<Engine, 'mail' | 'faults'>;
  services: ReadonlyMap<string, Pick<AwsService, 'operations'>>;
  /** What a browser is shown at `/`, as HTML. */
  page?: (() => string) | undefined;
}>;
type Answer = (local: Local, request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

const readMail: Answer = async ({ engine }, request) => {
  const to = request.query.get('to');
  if (!to) return jsonError(400, 'InvalidRequest', 'to: name an e-mail address, as in ?to=ADDRESS');
  return jsonResponse(200, await engine.mail.to(to));
};

/** An unknown field has no path of its own in zod's words: it is the issue's key. */
const fieldsOf = (error: z.ZodError): JsonObject[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: key, message: 'Unrecognized field' }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  );

const bodyOf = (request: HttpRequest): JsonObject | undefined => {
  try {
    return parseJsonObject(request.body.toString());
  } catch {
    return undefined;
  }
};

/** Which name of a fault nothing here has; empty when both are known. */
const unknownIn = ({ services }: Local, { service, operation }: Fault): JsonObject[] => {
  const known = services.get(service);
  if (!known) {
    return [{ path: 'service', message: `must be one of ${[...services.keys()].join(', ')}` }];
  }
  if (known.operations[operation]) return [];
  const names = Object.keys(known.operations).join(', ');
  return [{ path: 'operation', message: `${service} has ${names}` }];
};

const addFault: Answer = (local, request) => {
  const body = bodyOf(request);
  if (!body) return jsonError(400, 'InvalidFault', 'body: expected a JSON object');
  const parsed = Fault.safeParse(body);
  const fields = parsed.success ? unknownIn(local, parsed.data) : fieldsOf(parsed.error);
  if (parsed.success && fields.length === 0) {
    local.engine.faults.add(parsed.data);
    return jsonResponse(201, parsed.data);
  }
  const message = fields.map((field) => `${field['path']}: ${field['message']}`).join('; ');
  return jsonResponse(400, { message, code: 'InvalidFault', fields });
};

const ROUTES: ReadonlyMap<string, ReadonlyMap<string, Answer>> = new Map([
  ['/_local/mail', new Map([['GET', readMail]])],
  [
    '/_local/faults',
    new Map<string, Answer>([
      ['GET', ({ engine }) => jsonResponse(200, [...engine.faults.list()])],
      ['POST', addFault],
      [
        'DELETE',
        ({ engine }) => {
          engine.faults.clear();
          return { status: 204, headers: {}, body: '' };
        },
      ],
    ]),
  ],
]);

const showPage = (page: () => string): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body: page(),
});

const answerOf = (local: Local, request: HttpRequest): ReturnType<Answer> => {
  const methods = ROUTES.get(request.path);
  if (!methods) {
    const served = [...ROUTES.keys()].join(', ');
    return jsonError(404, 'NotFound', `${request.path} is not served: ${served} are`);
  }
  const answer = methods.get(request.method);
  if (answer) return answer(local, request);
  const allow = [...methods.keys()].join(', ');
  const error = jsonError(405, 'MethodNotAllowed', `${request.path} takes ${allow}`);
  return { ...error, headers: { ...error.headers, allow } };
};

/** Answers what the engine serves beside AWS, at `/` and under `/_local`; undefined for any other request. */
export const localRoutes = async (
  local: Local,
  request: HttpRequest,
): Promise<HttpResponse | undefined> => {
  const page = request.method === 'GET' && request.path === '/' ? local.page : undefined;
  if (!page && !request.path.startsWith('/_local/')) return undefined;
  const refusal = refusalOfLocal(request);
  if (refusal) return jsonError(403, 'Forbidden', refusal);
  if (request.tooLarge) return jsonError(413, 'RequestTooLarge', 'the body is too large');
  return page ? showPage(page) : answerOf(local, request);
};
