import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onboard } from '../support/cliRun.ts';
import { ALL_NASTY, controlsIn } from '../support/nastyTexts.ts';

const AT = '2026-01-01T00:00:00.000Z';
const QUEUE = 'http://127.0.0.1/queue';

const saga = {
  executionName: ALL_NASTY,
  tenantId: ALL_NASTY,
  status: 'failed',
  startedAt: AT,
  stoppedAt: AT,
  failedStep: ALL_NASTY,
  error: { name: ALL_NASTY, message: ALL_NASTY },
  undone: [ALL_NASTY],
  stuck: [ALL_NASTY],
  replayOf: ALL_NASTY,
};

const step = {
  step: ALL_NASTY,
  kind: 'run',
  startedAt: AT,
  endedAt: AT,
  attempts: 1,
  error: { name: ALL_NASTY, message: ALL_NASTY },
  outcome: 'failed',
};

const registration = {
  registrationId: ALL_NASTY,
  tenantId: ALL_NASTY,
  tenantName: ALL_NASTY,
  tier: ALL_NASTY,
  status: 'failed',
  failure: {
    failedStep: ALL_NASTY,
    error: { name: ALL_NASTY, message: ALL_NASTY },
    stuck: [ALL_NASTY],
  },
};

const tenant = {
  tenantId: ALL_NASTY,
  tenantName: ALL_NASTY,
  tier: ALL_NASTY,
  deployment: ALL_NASTY,
  status: ALL_NASTY,
};

const change = { by: ALL_NASTY, at: ALL_NASTY, reason: ALL_NASTY };
const wholeTenant = {
  ...tenant,
  protected: true,
  statusChange: change,
  protectionChange: change,
  operation: { id: ALL_NASTY, kind: ALL_NASTY, since: ALL_NASTY },
  since: ALL_NASTY,
  adminEmail: ALL_NASTY,
  phone: ALL_NASTY,
  phoneExtension: ALL_NASTY,
  address: ALL_NASTY,
  userPoolId: ALL_NASTY,
  identity: ALL_NASTY,
  data: ALL_NASTY,
  appApiUrl: ALL_NASTY,
};

const refusal = { code: ALL_NASTY, message: ALL_NASTY, requestId: ALL_NASTY };
const wrongFields = { ...refusal, fields: [{ path: ALL_NASTY, message: ALL_NASTY }] };

const event = {
  source: 'registration',
  'detail-type': ALL_NASTY,
  detail: {
    metadata: {
      eventId: ALL_NASTY,
      occurredAt: ALL_NASTY,
      tenantId: ALL_NASTY,
      correlationId: ALL_NASTY,
    },
    data: { tenantName: ALL_NASTY },
  },
};

const attribute = { DataType: 'String', StringValue: ALL_NASTY };

const message = (id: string, Body: string) => ({
  MessageId: id,
  ReceiptHandle: 'r',
  Body,
  MD5OfBody: createHash('md5').update(Body).digest('hex'),
  Attributes: { SentTimestamp: '1767225600000' },
  MessageAttributes: { ERROR_CODE: attribute, ERROR_MESSAGE: attribute },
});

/** What the control API answers. */
const API: Readonly<Record<string, [number, unknown]>> = {
  'POST /tenants': [202, { ...registration, status: ALL_NASTY }],
  'GET /registrations/one': [200, registration],
  'GET /registrations/refused': [404, refusal],
  'GET /registrations/wrong': [400, wrongFields],
  'GET /registrations/strange': [500, { strange: ALL_NASTY }],
  'GET /tenants': [200, { tenants: [tenant] }],
  'GET /tenants/one': [200, wholeTenant],
  'POST /tenants/one/deactivate': [200, wholeTenant],
  'GET /sagas': [200, { sagas: [saga] }],
  'GET /sagas/one': [200, { ...saga, steps: [step] }],
  'POST /sagas/one/replay': [202, { executionName: ALL_NASTY, undoOnly: ALL_NASTY }],
  'POST /sagas/replay': [
    200,
    {
      matched: [saga],
      replayed: [],
      refused: [{ executionName: ALL_NASTY, reason: ALL_NASTY }],
    },
  ],
};

/** What AWS answers, by the word behind the dot of `x-amz-target`. */
const AWS: Readonly<Record<string, unknown>> = {
  InitiateAuth: { AuthenticationResult: { IdToken: 'token' } },
  CreateQueue: { QueueUrl: 'http://127.0.0.1/tail' },
  GetQueueAttributes: { Attributes: { QueueArn: 'arn:aws:sqs:us-east-1:000000000000:queue' } },
  PutRule: { RuleArn: 'arn:aws:events:us-east-1:000000000000:rule/rule' },
  PutTargets: { FailedEntryCount: 0, FailedEntries: [] },
};

const swept = {
  found: [{ kind: ALL_NASTY, name: ALL_NASTY, id: ALL_NASTY, tenantId: ALL_NASTY }],
  removed: 0,
  detached: [{ tenantId: ALL_NASTY, apiKeyId: ALL_NASTY }],
  complete: true,
};

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
  ['sagas list', ['sagas', 'list'], 'json'],
  ['sagas show', ['sagas', 'show', 'one'], 'json'],
  ['sagas replay', ['sagas', 'replay', 'one'], 'json'],
  ['sagas replay --all', ['sagas', 'replay', '--all'], 'json'],
  ['dlq list', ['dlq', 'list'], 'json'],
  ['dlq show of an event', ['dlq', 'show', 'one'], 'json'],
  ['dlq show of what is none', ['dlq', 'show', 'two'], 'json'],
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
