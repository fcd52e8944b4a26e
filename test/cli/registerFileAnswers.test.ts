import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { onboard } from '../support/cliRun.ts';

const ROWS = ['tenantName,adminEmail,tier', 'A,a@a.example,basic', 'B,b@b.example,basic'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npx onboard register --file, when the API answers', () => {
  const Port = z.object({ port: z.number() });

  /** A server that gives these answers to POST /tenants, in turn. */
  const answering = async (...answers: [number, Record<string, string>?][]) => {
    const seen: { at: number; key: unknown }[] = [];
    const server = createServer((request, response) => {
      const isSignIn = request.headers['x-amz-target'] !== undefined;
      if (isSignIn) return response.end('{"AuthenticationResult":{"IdToken":"token"}}');
      seen.push({ at: Date.now(), key: request.headers['idempotency-key'] });
      const [status, headers = {}] = answers[seen.length - 1] ?? [202];
      const accepted = { registrationId: 'r', tenantId: 't', status: 'registered' };
      const problem = { code: 'TooManyRequests', message: 'slowly' };
      return response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(status === 202 ? accepted : problem));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${Port.parse(server.address()).port}/`;
    const outputs = {
      ControlApiUrl: url,
      EventBusName: 'bus',
      OperatorClientId: 'client',
      Region: 'us-east-1',
      DeadLetterQueues: '[]',
      OrphanSweeperFunction: 'sweeper',
      AwsEndpoint: url,
      AccessKeyId: 'a',
      SecretAccessKey: 's',
      OperatorUsername: 'o',
      OperatorPassword: 'p',
    };
    await writeFile(join(folder, 'outputs.json'), JSON.stringify(outputs));
    const file = join(folder, 'tenants.csv');
    await writeFile(file, ROWS.join('\n'));
    const result = await onboard(['register', '--file', file], { LOCAL_DIR: folder });
    server.closeAllConnections();
    server.close();
    return { ...result, seen };
  };

  it('429, waits as long as Retry-After says, and asks again with the same key', async () => {
    const { code, err, seen } = await answering([429, { 'retry-after': '2' }]);
    const [first, again, next] = seen;

    expect(code).toBe(0);
    expect(err).toMatch(/^too many requests: going on in 2 s\n2 registered, 0 failed/);
    expect((again?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_990);
    expect(again?.key).toBe(first?.key);
    expect(next?.key).not.toBe(first?.key);
  });

  it('500, goes on with the next row', async () => {
    const { code, out } = await answering([500]);

    expect(code).toBe(1);
    expect(out).toBe(
      'line 2  A  failed  slowly (TooManyRequests, 500)\nline 3  B  registered  r  t\n',
    );
  });

  it.each([401, 403])('%s, asks for no other row: it is about the caller', async (status) => {
    const { code, err, seen } = await answering([status]);

    expect({ code, asked: seen.length }).toEqual({ code: 1, asked: 1 });
    expect(err).toContain('error: slowly');
  });
});
