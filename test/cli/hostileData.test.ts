import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onboard } from '../support/cliRun.ts';
import { API, AWS, event, message, refusal, swept } from '../support/hostileAnswers.ts';
import { ALL_NASTY, controlsIn } from '../support/nastyTexts.ts';

const TENANT = 't01m808h7e0jqnr1st4whermjnc';
const QUEUE = 'http://127.0.0.1/queue';
/** A port that nobody listens at. */
const NOWHERE = ['--forward-to', 'http://127.0.0.1:9/'];
const TAIL_QUEUE = 'http://127.0.0.1/tail';

/** Every other request finds the queue empty: what one has received stays hidden for a while. */
let isEmpty = true;

const received = (body: string): unknown => {
  const one = message('one', JSON.stringify(event));
  if (body.includes(TAIL_QUEUE)) return { Messages: [one] };
  isEmpty = !isEmpty;
  return { Messages: isEmpty ? [] : [one, message('two', ALL_NASTY)] };
};

const answerTo = (request: IncomingMessage, body: string): [number, unknown] => {
  const [path = ''] = (request.url ?? '').split('?');
  const operation = request.headers['x-amz-target']?.toString().split('.')[1];
  if (operation === 'ReceiveMessage') return [200, received(body)];
  if (operation !== undefined) return [200, AWS[operation] ?? {}];
  if (path.includes('/functions/')) return [200, swept];
  return API[`${request.method} ${path}`] ?? [404, refusal];
};

let server: Server;
let folder: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const [status, body] = answerTo(request, await text(request));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  const endpoint = `http://127.0.0.1:${port}/`;
  const queue = {
    consumer: ALL_NASTY,
    queueUrl: QUEUE,
    functionArn: 'arn:aws:lambda:x:y:function:f',
  };
  await writeFile(
    join(folder, 'outputs.json'),
    JSON.stringify({
      ControlApiUrl: endpoint,
      EventBusName: ALL_NASTY,
      OperatorClientId: 'client',
      Region: 'us-east-1',
      DeadLetterQueues: JSON.stringify([queue]),
      OrphanSweeperFunction: 'sweeper',
      AwsEndpoint: endpoint,
      AccessKeyId: 'a',
      SecretAccessKey: 's',
      OperatorUsername: 'o',
      OperatorPassword: 'p',
    }),
  );
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const COMMANDS: [string, string[], 'json' | 'text'][] = [
  ['register', ['register', 'Acme', '--email', 'a@b.example'], 'json'],
  ['status', ['status', 'one'], 'json'],
  ['a refusal', ['status', 'refused'], 'text'],
  ['wrong fields', ['status', 'wrong'], 'text'],
  ['a strange answer', ['status', 'strange'], 'text'],
  ['tenants', ['tenants'], 'json'],
  ['tenants show', ['tenants', 'show', 'one'], 'json'],
  ['tenants deactivate', ['tenants', 'deactivate', 'one', '--reason', 'x'], 'json'],
  ['tenants offboard', ['tenants', 'offboard', 'one', '--confirm', ALL_NASTY, '--yes'], 'json'],
  ['tenants erasure', ['tenants', 'erasure', 'one'], 'json'],
  ['users list', ['users', 'list', '--tenant', TENANT], 'json'],
  ['users show', ['users', 'show', 'one', '--tenant', TENANT], 'json'],
  ['webhooks list', ['webhooks', 'list'], 'json'],
  ['webhooks register', ['webhooks', 'register', 'https://a.example'], 'json'],
  ['webhooks show', ['webhooks', 'show', 'one'], 'json'],
  ['webhooks deliveries', ['webhooks', 'deliveries', 'one'], 'json'],
  ['webhooks rotate', ['webhooks', 'rotate', 'one'], 'json'],
  ['webhooks listen', ['webhooks', 'listen', ...NOWHERE, '--count', '1'], 'json'],
  ['sagas list', ['sagas', 'list'], 'json'],
  ['sagas show', ['sagas', 'show', 'one'], 'json'],
  ['sagas replay', ['sagas', 'replay', 'one'], 'json'],
  ['sagas replay --all', ['sagas', 'replay', '--all'], 'json'],
  ['dlq list', ['dlq', 'list'], 'json'],
  ['dlq show of an event', ['dlq', 'show', 'one'], 'json'],
  ['dlq show of what is none', ['dlq', 'show', 'two'], 'json'],
  ['dlq discard', ['dlq', 'discard', ALL_NASTY, 'one', '--yes'], 'json'],
  ['orphans', ['orphans'], 'json'],
  ['events tail', ['events', 'tail', '--count', '1'], 'json'],
];

describe('onboard', () => {
  it.each(COMMANDS)('shows controls of data in %s, and sends none', async (_, args, kind) => {
    const env = { LOCAL_DIR: folder };
    const told = await onboard(args, env);
    const scripted = await onboard([...args, '--json'], env);

    expect(told.out + told.err).toContain('\\u001b[31mred');
    expect(controlsIn(told.out + told.err + scripted.out + scripted.err)).toEqual([]);
    if (kind === 'json') expect(() => JSON.parse(scripted.out)).not.toThrow();
  });
});
