import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../../engine/endpoint/authorize.ts';
import type { Dispatch, Principal } from '../../../engine/endpoint/call.ts';
import { dispatcher } from '../../../engine/endpoint/dispatch.ts';
import type { AwsService } from '../../../engine/endpoint/service.ts';
import { systemClock } from '../../../engine/kernel/clock.ts';
import { Faults } from '../../../engine/kernel/faults.ts';
import { openStore } from '../../../engine/kernel/levelStore.ts';
import type { Store } from '../../../engine/kernel/store.ts';

const faults = new Faults();

const done: string[] = [];

const service: AwsService = {
  signingName: 'sqs',
  protocol: { kind: 'json' },
  operations: {
    SendMessage: async ({ MessageBody }) => {
      done.push(String(MessageBody));
      return { MessageId: 'm' };
    },
  },
};

const root: Principal = { kind: 'root', accountId: '000000000000' };

const services = new Map([['sqs', service]]);
let directory: string;
let store: Store;
let call: Dispatch;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dispatch-'));
  store = await openStore(directory);
  const account = { accountId: '000000000000', region: 'us-east-1' };
  const authorizer = new Authorizer({ ...account, store, clock: systemClock, services });
  call = dispatcher(services, { authorizer, disturbances: [faults] });
});

afterAll(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

const send = (MessageBody: string, principal: Principal = root) =>
  call({ service: 'sqs', operation: 'SendMessage', input: { MessageBody }, principal });

describe('dispatcher', () => {
  it('carries out a call', async () => {
    await expect(send('plain')).resolves.toEqual({ MessageId: 'm' });
  });

  it('keeps a call that a fault strikes before it from acting', async () => {
    faults.add({
      service: 'sqs',
      operation: 'SendMessage',
      error: 'Boom',
      when: 'before',
      times: 1,
    });

    await expect(send('never')).rejects.toMatchObject({ code: 'Boom' });
    expect(done).not.toContain('never');
  });

  it('loses the answer, not the effect, of a call that a fault strikes after it', async () => {
    faults.add({
      service: 'sqs',
      operation: 'SendMessage',
      error: 'Boom',
      when: 'after',
      times: 1,
    });

    await expect(send('lost')).rejects.toMatchObject({ code: 'Boom' });
    expect(done).toContain('lost');
  });

  it('refuses an anonymous caller before any fault is used up', async () => {
    faults.add({
      service: 'sqs',
      operation: 'SendMessage',
      error: 'Boom',
      when: 'before',
      times: 1,
    });

    await expect(send('x', { kind: 'anonymous' })).rejects.toMatchObject({
      code: 'MissingAuthenticationTokenException',
    });
    expect(faults.list()).toHaveLength(1);
    faults.clear();
  });

  it.each(['constructor', 'toString', '__proto__'])('knows no operation %s', async (operation) => {
    await expect(
      call({ service: 'sqs', operation, input: {}, principal: root }),
    ).rejects.toMatchObject({
      code: 'UnsupportedOperation',
      message: `the local engine does not support sqs:${operation}`,
    });
  });
});
