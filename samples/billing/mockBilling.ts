import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const Customer = z.object({ name: z.string(), email: z.string() });
const Key = z.string().min(1).max(255);

/** A customer of the mock, as `GET /customers` lists it. */
export type MockCustomer = z.infer<typeof Customer> & {
  id: string;
  key: string;
  paused: boolean;
  closed: boolean;
};

type Answer = { status: number; body: unknown };

const createCustomer = async (
  request: IncomingMessage,
  customers: Map<string, MockCustomer>,
): Promise<Answer> => {
  const key = Key.safeParse(request.headers['idempotency-key']);
  const customer = Customer.safeParse(await json(request));
  if (!key.success || !customer.success) return { status: 400, body: { message: 'invalid' } };
  const known = customers.get(key.data);
  if (known) return { status: 200, body: known };
  const made = {
    id: `cus_${customers.size + 1}`,
    key: key.data,
    paused: false,
    closed: false,
    ...customer.data,
  };
  customers.set(made.key, made);
  return { status: 201, body: made };
};

const changeCustomer = (
  id: string,
  customers: Map<string, MockCustomer>,
  change: Partial<Pick<MockCustomer, 'paused' | 'closed'>>,
): Answer => {
  const known = [...customers.values()].find((customer) => customer.id === id);
  if (!known) return { status: 404, body: { message: `no customer ${id}` } };
  customers.set(known.key, { ...known, ...change });
  return { status: 204, body: undefined };
};

const answerOf = async (
  request: IncomingMessage,
  customers: Map<string, MockCustomer>,
): Promise<Answer> => {
  const route = `${request.method} ${request.url}`;
  if (route === 'POST /customers') return createCustomer(request, customers);
  if (route === 'GET /customers') return { status: 200, body: [...customers.values()] };
  const [, closing] = /^DELETE \/customers\/(\w+)$/.exec(route) ?? [];
  if (closing !== undefined) return changeCustomer(closing, customers, { closed: true });
  const [, changing, to] = /^POST \/customers\/(\w+)\/(pause|resume)$/.exec(route) ?? [];
  if (changing !== undefined)
    return changeCustomer(changing, customers, { paused: to === 'pause' });
  return { status: 404, body: { message: `no ${route}` } };
};

const write = (response: ServerResponse, { status, body }: Answer): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/**
 * A billing system to try the sample with, on loopback: `POST /customers` with an `Idempotency-Key`,
 * `POST /customers/{id}/pause` and `/resume`, `DELETE /customers/{id}`, `GET /customers`. It forgets everything when it ends. Port 0 takes a free port.
 */
export const mockBilling = async (port: number) => {
  const customers = new Map<string, MockCustomer>();
  const server = createServer((request, response) => {
    answerOf(request, customers).then(
      (answer) => write(response, answer),
      () => write(response, { status: 400, body: { message: 'not JSON' } }),
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' ? address?.port : port;
  return {
    url: `http://127.0.0.1:${bound}/`,
    customers: (): MockCustomer[] => [...customers.values()],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
