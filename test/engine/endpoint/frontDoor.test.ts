import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { testEngine } from '../../support/testEngine.ts';
import { fakeApiGateway, fakeDynamoDb } from './fakeServices.ts';

let engine: Awaited<ReturnType<typeof testEngine>>;

beforeAll(async () => {
  engine = await testEngine([fakeDynamoDb, fakeApiGateway]);
});
afterEach(() => engine.engine.faults.clear());
afterAll(() => engine.destroy());

const url = (path: string) => engine.engine.endpoint + path;

const fault = {
  service: 'dynamodb',
  operation: 'GetItem',
  error: 'Boom',
  when: 'before',
  times: 1,
};

const postFault = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(url('/_local/faults'), { method: 'POST', headers, body: JSON.stringify(body) });

const dynamodb = () =>
  new DynamoDBClient({
    endpoint: engine.engine.endpoint,
    region: 'us-east-1',
    credentials: engine.engine.credentials.root,
    maxAttempts: 1,
  });

const read = new GetItemCommand({ TableName: 't', Key: { id: { S: 'a' } } });

/** fetch does not let a caller choose the Host header. */
const statusFor = async (path: string, headers: Record<string, string>) => {
  const sent = httpRequest(url(path), { headers }).end();
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
};

describe('/_local/mail', () => {
  it('answers the mail to an address, newest first', async () => {
    const { mail } = engine.engine;
    await mail.send({ to: 'Ann@example.com', subject: 'one', body: 'a' });
    await mail.send({ to: 'bob@example.com', subject: 'other', body: 'b' });

    const answer = await fetch(url('/_local/mail?to=ann%40example.com'));

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual([
      { to: 'Ann@example.com', subject: 'one', body: 'a', at: expect.stringMatching(/Z$/) },
    ]);
  });

  it('asks for an address', async () => {
    const answer = await fetch(url('/_local/mail'));

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ message: expect.stringMatching(/^to: /) });
  });
});

describe('/_local/faults', () => {
  it('adds a fault that then strikes a call', async () => {
    const answer = await postFault(fault);

    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual(fault);
    await expect(dynamodb().send(read)).rejects.toMatchObject({ name: 'Boom' });
    await expect(dynamodb().send(read)).resolves.toBeDefined();
  });

  it('lists and clears what is planned', async () => {
    await postFault(fault);

    const before = await (await fetch(url('/_local/faults'))).json();
    const deleted = await fetch(url('/_local/faults'), { method: 'DELETE' });
    const after = await (await fetch(url('/_local/faults'))).json();

    expect([before, deleted.status, after]).toEqual([[fault], 204, []]);
  });

  it('names every wrong field and its rule', async () => {
    const answer = await postFault({
      ...fault,
      when: 'later',
      times: 0,
      operation: undefined,
      extra: 1,
    });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      code: 'InvalidFault',
      message: expect.stringContaining('times: '),
      fields: [
        { path: 'operation', message: expect.stringContaining('expected string') },
        { path: 'when', message: expect.stringContaining('"before"|"after"') },
        { path: 'times', message: expect.stringContaining('>=1') },
        { path: 'extra', message: 'Unrecognized field' },
      ],
    });
  });

  it.each([
    [{ service: 'dynamo' }, 'service', /must be one of dynamodb, apigateway/],
    [{ operation: 'GetItems' }, 'operation', /^dynamodb has .*GetItem/],
  ])(
    'refuses %j, which nothing would ever match, and says what there is',
    async (typo, path, rule) => {
      const answer = await postFault({ ...fault, ...typo });

      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        code: 'InvalidFault',
        fields: [{ path, message: expect.stringMatching(rule) }],
      });
      expect(await (await fetch(url('/_local/faults'))).json()).toEqual([]);
    },
  );

  it('refuses a body that is no JSON object', async () => {
    expect((await postFault([fault])).status).toBe(400);
  });

  it('refuses a web page on another origin, and adds nothing', async () => {
    const foreign = await postFault(fault, { origin: 'https://evil.example' });
    const opaque = await postFault(fault, { origin: 'null' });
    const otherPort = await postFault(fault, { origin: 'http://127.0.0.1:1' });

    expect([foreign.status, opaque.status, otherPort.status]).toEqual([403, 403, 403]);
    expect(engine.engine.faults.list()).toEqual([]);
  });

  it('takes a web page of its own origin', async () => {
    expect((await postFault(fault, { origin: engine.engine.endpoint })).status).toBe(201);
  });

  it.each([
    ['evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['localhost.evil.example:4566', 403],
    ['localhost:9999', 200],
    ['[::1]:4566', 200],
    ['127.0.0.1', 200],
  ])('answers a request for host %s with %i', async (host, status) => {
    expect(await statusFor('/_local/faults', { host })).toBe(status);
  });

  it('says which methods and paths there are', async () => {
    const method = await fetch(url('/_local/faults'), { method: 'PUT' });
    const path = await fetch(url('/_local/fault'));

    expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET, POST, DELETE']);
    expect(path.status).toBe(404);
    expect(await path.json()).toMatchObject({
      message: expect.stringContaining('/_local/mail, /_local/faults'),
    });
  });
});

describe('frontDoor', () => {
  it('passes on what a service publishes of its own', async () => {
    expect(await (await fetch(url('/own'))).text()).toBe('mine');
  });

  it('says what it serves to a request that is for nobody', async () => {
    const answer = await fetch(url('/nobody'));

    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      message: expect.stringMatching(/GET \/nobody.*dynamodb, apigateway/),
    });
  });

  it('answers 500 when a service breaks, and tells nothing of it', async () => {
    const answer = await fetch(url('/own/broken'));

    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('broken');
  });

  it('can be closed while a call is never answered', async () => {
    const other = await testEngine([fakeDynamoDb]);
    const { endpoint, credentials, faults } = other.engine;
    faults.add({
      service: 'dynamodb',
      operation: 'GetItem',
      error: 'Timeout',
      when: 'before',
      times: 1,
    });
    const client = new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: credentials.root,
      maxAttempts: 1,
    });

    const hanging = expect(client.send(read)).rejects.toThrow();
    while (faults.list().length > 0) await new Promise((resolve) => setImmediate(resolve));
    await other.destroy();

    await hanging;
  });
});
