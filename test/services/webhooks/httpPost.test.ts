import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { postTo } from '../../../services/webhooks/httpPost.ts';
import { loopbackServer } from '../../support/loopbackServer.ts';

let server: Awaited<ReturnType<typeof loopbackServer>>;
beforeEach(async () => {
  server = await loopbackServer();
});
afterEach(() => server.close());

const noResolver = () => Promise.reject(new Error('was asked'));
const post = postTo({ resolve: noResolver, hosts: 'publicAndLoopback', attemptMs: 5_000 });
const message = { headers: { 'webhook-id': 'one' }, body: '{"type":"TenantProvisioned"}' };

describe('postTo', () => {
  it('posts the body and the headers, and gives the answer', async () => {
    server.answer((_, response) => response.writeHead(503, { 'retry-after': '7' }).end('later'));

    const answer = await post(`${server.url}?a=b`, message);

    expect(answer).toEqual({ kind: 'answered', status: 503, retryAfter: '7', body: 'later' });
    expect(server.received).toMatchObject([
      { path: '/hook?a=b', headers: { 'webhook-id': 'one' }, body: message.body },
    ]);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect of %i', async (status) => {
    const other = await loopbackServer();
    server.answer((_, response) => response.writeHead(status, { location: other.url }).end());

    const answer = await post(server.url, message);

    expect(answer).toMatchObject({ kind: 'answered', status });
    expect(other.received).toEqual([]);
    await other.close();
  });

  it('reads no more of an answer than 4 KB', async () => {
    server.answer((_, response) => response.writeHead(200).end('x'.repeat(1_000_000)));

    expect(await post(server.url, message)).toMatchObject({ status: 200, body: 'x'.repeat(4_096) });
  });

  it.each([
    ['never ends', (response: ServerResponse) => response.write('{')],
    [
      'is cut off',
      (response: ServerResponse) => response.write('{', () => void response.destroy()),
    ],
  ])('goes by the status of an answer whose body %s', async (_what, begin) => {
    server.answer((_, response) => void begin(response.writeHead(202)));

    expect(await post(server.url, message)).toMatchObject({ kind: 'answered', status: 202 });
  });

  it('gives up on an endpoint that never answers', async () => {
    server.answer(() => {});
    const impatient = postTo({
      resolve: noResolver,
      hosts: 'publicAndLoopback',
      attemptMs: 100,
    });

    expect(await impatient(server.url, message)).toEqual({
      kind: 'failed',
      problem: 'no answer in time',
    });
  });

  it('gives up on a look-up that does not end', async () => {
    const impatient = postTo({
      resolve: () => new Promise(() => {}),
      hosts: 'public',
      attemptMs: 50,
    });

    const answer = await impatient('https://billing.example.com', message);

    expect(answer).toEqual({ kind: 'failed', problem: 'no answer in time' });
  });

  it('says why there was no answer', async () => {
    server.answer((_, response) => response.destroy());

    expect(await post(server.url, message)).toEqual({ kind: 'failed', problem: 'ECONNRESET' });
  });

  const at = (addresses: string[]) =>
    postTo({ resolve: async () => addresses, hosts: 'publicAndLoopback', attemptMs: 5_000 });

  it('connects to the address that was checked, whatever the name stands for elsewhere', async () => {
    const url = `http://localhost:${server.port}/`;

    const nobodyThere = await at(['127.0.0.2'])(url, message);
    const early = [...server.received];
    const reached = await at(['127.0.0.1'])(url, message);

    expect(nobodyThere).toMatchObject({ kind: 'failed' });
    expect(early).toEqual([]);
    expect(reached).toMatchObject({ kind: 'answered', status: 204 });
    expect(server.received).toMatchObject([{ headers: { host: `localhost:${server.port}` } }]);
  });

  it('looks the name up anew for every attempt', async () => {
    const addresses = [['127.0.0.1'], ['10.0.0.1']];
    const rebound = postTo({
      resolve: async () => addresses.shift() ?? [],
      hosts: 'publicAndLoopback',
      attemptMs: 5_000,
    });

    const first = await rebound(`http://localhost:${server.port}/`, message);
    const second = await rebound(`http://localhost:${server.port}/`, message);

    expect(first).toMatchObject({ kind: 'answered', status: 204 });
    expect(second).toEqual({
      kind: 'failed',
      problem: 'the URL must not resolve to 10.0.0.1, which is not public',
    });
  });

  it.each([['127.0.0.1'], ['169.254.169.254'], ['::ffff:127.0.0.1']])(
    'does not connect to %s where the stage admits none such',
    async (address) => {
      const strict = postTo({ resolve: async () => [address], hosts: 'public', attemptMs: 5_000 });

      const named = await strict('https://billing.example.com/', message);
      const local = await strict(server.url, message);

      expect(named).toMatchObject({ problem: expect.stringContaining('must not resolve to') });
      expect(local).toMatchObject({ kind: 'failed' });
      expect(server.received).toEqual([]);
    },
  );
});
