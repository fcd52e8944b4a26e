import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { events } from '../../../engine/aws/eventbridge/events.ts';
import { bodyLimit } from '../../../engine/endpoint/bodyLimit.ts';
import { testEngine } from '../../support/testEngine.ts';

let engine: Awaited<ReturnType<typeof testEngine>>;

beforeAll(async () => {
  engine = await testEngine([dynamodb, events]);
});
afterAll(() => engine.destroy());

const MIB = 1_048_576;
const BLOCK = Buffer.alloc(65_536, 'x');

type Sent = { answer: string; bytes: number };

const open = (): Socket => connect(Number(new URL(engine.engine.endpoint).port), '127.0.0.1');

const headOf = (path: string, headers: Record<string, string>): string =>
  [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');

/** Sends a head, and then without end until the other side hangs up; answers what came back. */
const flood = async (head: string, framed: (block: Buffer) => Buffer): Promise<Sent> => {
  const socket = open();
  const sent: Sent = { answer: '', bytes: 0 };
  socket.on('data', (chunk) => {
    sent.answer += chunk;
  });
  socket.on('error', () => {});
  let isOpen = true;
  const closed = once(socket, 'close').then(() => {
    isOpen = false;
  });
  socket.write(head);
  while (isOpen && sent.answer === '' && sent.bytes < 100 * MIB) {
    sent.bytes += BLOCK.length;
    if (!socket.write(framed(BLOCK))) await Promise.race([once(socket, 'drain'), closed]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await closed;
  return sent;
};

const chunk = (block: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${block.length.toString(16)}\r\n`), block, Buffer.from('\r\n')]);

const call = (target: string) => ({
  'x-amz-target': target,
  'content-type': 'application/x-amz-json-1.1',
});

const ADDRESSEES: [string, string, Record<string, string>, number, RegExp][] = [
  ['events', '/', call('AWSEvents.PutEvents'), 3 * MIB, /RequestEntityTooLargeException/],
  ['dynamodb', '/', call('DynamoDB_20120810.PutItem'), 17 * MIB, /RequestEntityTooLargeException/],
  ['any other service', '/', call('AmazonSSM.PutParameter'), MIB, /RequestEntityTooLargeException/],
  ['a tenant’s API', '/_aws/execute-api/none/v1/x', {}, 10 * MIB, /./],
  ['the engine itself', '/_local/faults', {}, MIB, /RequestTooLarge/],
  ['nobody', '/nothing', {}, MIB, /RequestTooLarge/],
];

describe('a body that is too large', () => {
  it.each(ADDRESSEES)(
    'for %s is refused while it arrives',
    async (_, path, headers, most, body) => {
      const head = headOf(path, { ...headers, 'transfer-encoding': 'chunked' });

      const { answer, bytes } = await flood(head, chunk);

      expect(answer).toMatch(/^HTTP\/1\.1 4(13|03) /);
      expect(answer).toMatch(body);
      expect(answer.toLowerCase()).toContain('connection: close');
      expect(bytes).toBeLessThan(most + 8 * MIB);
    },
  );

  it.each(ADDRESSEES)('for %s is refused by its length', async (_, path, headers, most, body) => {
    const socket = open();
    socket.write(headOf(path, { ...headers, 'content-length': String(most + MIB) }));
    const [answer] = await once(socket, 'data');
    socket.destroy();

    expect(String(answer)).toMatch(/^HTTP\/1\.1 4(13|03) /);
    expect(String(answer)).toMatch(body);
  });

  it('is no business of those who send less', () => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.PutItem' };

    expect(bodyLimit({ path: '/', headers })).toBeGreaterThan(16 * MIB);
  });
});

describe('a sender that is too slow', () => {
  it.each([
    ['its body', headOf('/_local/faults', { 'content-length': '10' })],
    ['its head', 'POST /_local/faults HTTP/1.1\r\n'],
  ])(
    'is answered 408 when %s does not come to an end',
    async (_, text) => {
      const socket = open();
      const closed = once(socket, 'close');
      let answer = '';
      socket.on('data', (data) => {
        answer += data;
      });
      socket.write(text);
      await closed;

      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    },
    60_000,
  );
});
