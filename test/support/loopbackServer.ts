import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const Address = z.object({ port: z.number() });

/** A POST as a subscriber's server got it. */
export type Received = {
  path: string;
  headers: Record<string, string>;
  body: string;
};

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** A subscriber's server on loopback. It keeps what it gets, and answers 204 until told otherwise. */
export const loopbackServer = async () => {
  const received: Received[] = [];
  let respond = (_got: Received, response: ServerResponse): void => {
    response.writeHead(204).end();
  };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const got = { path: request.url ?? '', headers: headersOf(request), body };
    received.push(got);
    respond(got, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = Address.parse(server.address());
  return {
    port,
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer(how: typeof respond) {
      respond = how;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
