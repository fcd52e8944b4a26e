import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequest, HttpResponse } from './service.ts';

/** Answers one request; never rejects. */
export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse>;

const headersOf = (message: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(message.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

const read = async (message: IncomingMessage): Promise<HttpRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const [path = '/', query = ''] = (message.url ?? '/').split(/\?(.*)/s);
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: headersOf(message),
    body: Buffer.concat(chunks),
  };
};

const write = (response: ServerResponse, answer: HttpResponse): void => {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  response.end(body);
};

/** A session token with 50 tags and a session policy is longer than Node's 16 KiB of headers. */
const SERVER_OPTIONS = { keepAliveTimeout: 60_000, maxHeaderSize: 65_536 };

/** Serves on loopback only. Port 0 takes a free one; a port in use rejects with EADDRINUSE. */
export const listen = async (
  port: number,
  handle: HttpHandler,
): Promise<{ port: number; close(): Promise<void> }> => {
  const serve = async (message: IncomingMessage, response: ServerResponse) => {
    try {
      write(response, await handle(await read(message)));
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
