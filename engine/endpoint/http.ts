import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyLimit } from './bodyLimit.ts';
import type { HttpRequest, HttpResponse } from './service.ts';

/** Answers one request; never rejects. */
export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse>;

const headersOf = (message: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(message.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

/** The body, or undefined as soon as it is larger than the limit: what comes then is not kept. */
const bodyOf = (message: IncomingMessage, limit: number): Promise<Buffer | undefined> => {
  if (Number(message.headers['content-length'] ?? 0) > limit) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limit) return;
      message.off('data', take).pause();
      chunks.length = 0;
      resolve(undefined);
    };
    message.on('data', take);
    message.once('end', () => resolve(Buffer.concat(chunks)));
    message.once('error', reject);
  });
};

const read = async (message: IncomingMessage): Promise<HttpRequest> => {
  const [path = '/', query = ''] = (message.url ?? '/').split(/\?(.*)/s);
  const headers = headersOf(message);
  const body = await bodyOf(message, bodyLimit({ path, headers }));
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers,
    body: body ?? Buffer.alloc(0),
    ...(!body && { tooLarge: true }),
  };
};

const write = (response: ServerResponse, answer: HttpResponse): void => {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  response.end(body);
};

/** How long a client may go on sending what nobody reads, until it has seen the answer. */
const LINGER_MS = 1_000;

/** Refuses without reading on. A connection that is closed at once would take the answer with it. */
const writeAndHangUp = (response: ServerResponse, answer: HttpResponse): void => {
  const body = Buffer.from(answer.body);
  const headers = { ...answer.headers, 'content-length': body.length, connection: 'close' };
  response.writeHead(answer.status, headers);
  response.write(body);
  const hangUp = setTimeout(() => response.destroy(), LINGER_MS);
  response.req.once('end', () => response.end());
  response.once('close', () => clearTimeout(hangUp));
  response.req.resume();
};

/**
 * A session token with 50 tags and a session policy is longer than Node's 16 KiB of headers. Who takes longer to
 * send a request than this is answered with 408.
 */
const SERVER_OPTIONS = {
  keepAliveTimeout: 60_000,
  maxHeaderSize: 65_536,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 1_000,
};

/** Serves on loopback only. Port 0 takes a free one; a port in use rejects with EADDRINUSE. */
export const listen = async (
  port: number,
  handle: HttpHandler,
): Promise<{ port: number; close(): Promise<void> }> => {
  const serve = async (message: IncomingMessage, response: ServerResponse) => {
    try {
      const request = await read(message);
      const reply = request.tooLarge ? writeAndHangUp : write;
      reply(response, await handle(request));
    } catch {
      // The client went away in the middle of its request: there is nobody to answer.
      response.destroy();
    }
  };
  const server = createServer(SERVER_OPTIONS, (message, response) => {
    void serve(message, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, close };
};
