import { Readable } from 'node:stream';
import type { HttpHandler } from './http.ts';
import type { HttpRequest } from './service.ts';

/** What an SDK client hands to its request handler. */
type SdkRequest = {
  method: string;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
};

type SdkResponse = { statusCode: number; headers: Record<string, string>; body: Readable };

const queryOf = (bag: SdkRequest['query']): URLSearchParams => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(bag ?? {})) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) query.append(name, one);
  }
  return query;
};

const bodyOf = (body: unknown): Buffer => {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.concat([body]);
  throw new TypeError('an in-process client takes text and byte bodies, no streams');
};

const received = (request: SdkRequest): HttpRequest => ({
  method: request.method,
  path: request.path,
  query: queryOf(request.query),
  headers: Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  ),
  body: bodyOf(request.body),
});

const aborted = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_resolve, reject) => {
    const abort = () => reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' }));
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
  });

/** A `requestHandler` for SDK clients that feeds the engine without a socket. */
export const inProcessHandler = (handle: HttpHandler) => ({
  metadata: { handlerProtocol: 'http/1.1' },
  async handle(
    request: SdkRequest,
    options: { abortSignal?: AbortSignal } = {},
  ): Promise<{ response: SdkResponse }> {
    const answer = await Promise.race([handle(received(request)), aborted(options.abortSignal)]);
    const { status: statusCode, headers } = answer;
    return {
      response: {
        statusCode,
        headers: { ...headers },
        body: Readable.from([Buffer.from(answer.body)]),
      },
    };
  },
  /** Nothing is configured per client, and nothing is held open. */
  updateHttpClientConfig() {},
  httpHandlerConfigs: () => ({}),
  destroy() {},
});
