import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { JsonObject, parseJsonObject } from '../../../../../engine/kernel/json.ts';
import { virtualClock } from '../../../../support/virtualClock.ts';
import { type Call, fakeDestinations } from '../fakeDestinations.ts';
import { lambdaEngine } from '../lambdaEngine.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:results';
const BUS = 'arn:aws:events:us-east-1:000000000000:event-bus/results';
const FAIL = "export const handler = async () => { throw new Error('no'); };";

/** Ends when as many environments have come to a folder as there are to meet. */
const MEETS = `import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
export const handler = async ({ folder, meet }) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(folder + '/' + randomUUID(), '');
  while (readdirSync(folder).length < meet) await setTimeout(5);
};`;

let engine: Awaited<ReturnType<typeof lambdaEngine>>;

afterEach(() => engine.destroy());

const queueEvent = (FunctionName: string, event: JsonObject = {}) =>
  engine.invoke(FunctionName, event, { InvocationType: 'Event' });

const recordOf = (call: Call): JsonObject => parseJsonObject(String(call.input['MessageBody']));

/** Lets real time pass until the store holds an event with so many attempts. */
const attempted = async (attempts: number): Promise<void> => {
  const stored = engine.engine.store.collection('lambda.events', JsonObject);
  for (;;) {
    const events = await stored.list();
    if (events.some(({ value }) => value['attempts'] === attempts)) return;
    await setImmediate();
  }
};

const send = (destination: string) => ({ Destination: destination });

describe('EventQueue', () => {
  it('answers 202 and runs the function afterwards', async () => {
    const destinations = fakeDestinations();
    engine = await lambdaEngine({ services: destinations.services });
    await engine.create('works', 'export const handler = async (event) => ({ got: event.a });');
    await engine.call('PutFunctionEventInvokeConfig', {
      FunctionName: 'works',
      Qualifier: '$LATEST',
      DestinationConfig: { OnSuccess: send(QUEUE) },
    });

    const answer = await queueEvent('works', { a: 1 });
    const call = await destinations.next();

    expect(answer).toEqual({ StatusCode: 202, value: null });
    expect(call.input['QueueUrl']).toBe(`${engine.engine.endpoint}/000000000000/results`);
    expect(call.principal).toMatchObject({
      kind: 'role',
      roleName: 'worker',
      sessionName: 'works',
    });
    expect(recordOf(call)).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      requestContext: {
        requestId: expect.any(String),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:works:$LATEST',
        condition: 'Success',
        approximateInvokeCount: 1,
      },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { got: 1 },
    });
  });

  it('runs events although several before them hang', async () => {
    engine = await lambdaEngine();
    const folder = join(engine.directory, 'meeting');
    await engine.create('meets', MEETS, { Timeout: 30 });

    for (let n = 0; n < 6; n += 1) await queueEvent('meets', { folder, meet: 6 });

    while (!existsSync(folder) || readdirSync(folder).length < 6) await setImmediate();
  });

  it('retries after one minute and after two more, then reports the failure', async () => {
    const { clock, advance } = virtualClock();
    const destinations = fakeDestinations();
    engine = await lambdaEngine({ clock, services: destinations.services });
    await engine.create('fails', FAIL);
    await engine.call('PutFunctionEventInvokeConfig', {
      FunctionName: 'fails',
      DestinationConfig: { OnFailure: send(QUEUE) },
    });

    await queueEvent('fails', { a: 1 });
    await attempted(1);
    await advance(60_000);
    await attempted(2);
    await advance(120_000);
    const record = recordOf(await destinations.next());

    expect(record).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'no' },
    });
  });

  it('does not retry when told not to', async () => {
    const destinations = fakeDestinations();
    engine = await lambdaEngine({ services: destinations.services });
    await engine.create('fails', FAIL);
    await engine.call('PutFunctionEventInvokeConfig', {
      FunctionName: 'fails',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: send(BUS) },
    });

    await queueEvent('fails');
    const { input } = await destinations.next();

    expect(input['Entries']).toMatchObject([
      {
        Source: 'lambda',
        DetailType: 'Lambda Function Invocation Result - Failure',
        EventBusName: BUS,
        Detail: expect.stringContaining(
          '"condition":"RetriesExhausted","approximateInvokeCount":1',
        ),
      },
    ]);
  });

  it('gives an event up at its age', async () => {
    const { clock, advance } = virtualClock();
    const destinations = fakeDestinations();
    engine = await lambdaEngine({ clock, services: destinations.services });
    await engine.create('throttled', FAIL, { ReservedConcurrentExecutions: 0 });
    await engine.call('PutFunctionEventInvokeConfig', {
      FunctionName: 'throttled',
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnFailure: send(QUEUE) },
    });

    await queueEvent('throttled');
    await advance(200_000);
    const record = recordOf(await destinations.next());

    expect(record).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 },
    });
    expect(record).not.toHaveProperty('responseContext');
  });

  it('hands a result to another function', async () => {
    const destinations = fakeDestinations();
    engine = await lambdaEngine({ services: destinations.services });
    await engine.create('first', 'export const handler = async () => 1;');
    await engine.create('second', 'export const handler = async (event) => event.responsePayload;');
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:second';
    await engine.call('AddPermission', {
      FunctionName: 'second',
      StatementId: 'anybody',
      Action: 'lambda:InvokeFunction',
      Principal: '*',
    });
    await engine.call('PutFunctionEventInvokeConfig', {
      FunctionName: 'first',
      DestinationConfig: { OnSuccess: send(arn) },
    });
    await engine.call('PutFunctionEventInvokeConfig', {
      FunctionName: 'second',
      DestinationConfig: { OnSuccess: send(QUEUE) },
    });

    await queueEvent('first');

    expect(recordOf(await destinations.next())).toMatchObject({ responsePayload: 1 });
  });

  it('delivers a result again until the destination takes it', async () => {
    const { clock, advance } = virtualClock();
    const destinations = fakeDestinations();
    engine = await lambdaEngine({ clock, services: destinations.services });
    await engine.create('works', 'let runs = 0; export const handler = async () => (runs += 1);');
    await engine.call('PutFunctionEventInvokeConfig', {
      FunctionName: 'works',
      DestinationConfig: { OnSuccess: send(QUEUE) },
    });
    engine.engine.faults.add({
      service: 'sqs',
      operation: 'SendMessage',
      error: 'ServiceUnavailable',
      when: 'before',
      times: 1,
    });

    await queueEvent('works');
    const stored = engine.engine.store.collection('lambda.events', JsonObject);
    while ((await stored.list())[0]?.value['delays'] !== 1) await advance(0);
    await advance(1000);

    expect(recordOf(await destinations.next())).toMatchObject({ responsePayload: 1 });
  });

  it('drops what has no function any more', async () => {
    const { clock, advance } = virtualClock();
    engine = await lambdaEngine({ clock });
    await engine.create('leaves', FAIL);
    await queueEvent('leaves');
    await attempted(1);

    await engine.call('DeleteFunction', { FunctionName: 'leaves' });
    await advance(60_000);
    const stored = engine.engine.store.collection('lambda.events', JsonObject);
    while ((await stored.list()).length > 0) await advance(0);

    const log = await readFile(join(engine.directory, 'logs', 'engine.log'), 'utf8');
    expect(log).toMatch(/event \S+ of leaves is dropped: the function does not exist/);
  });

  it('runs after a restart what was running when the engine stopped', async () => {
    engine = await lambdaEngine();
    const { directory } = engine;
    const go = join(directory, 'go');
    await engine.create(
      'waits',
      `import { existsSync } from 'node:fs';
      export const handler = async (event) => {
        if (!existsSync(event.go)) await new Promise(() => {});
        return 'went'; };`,
      { Timeout: 900 },
    );
    await engine.call('PutFunctionEventInvokeConfig', {
      FunctionName: 'waits',
      DestinationConfig: { OnSuccess: send(QUEUE) },
    });
    await queueEvent('waits', { go });
    await engine.close();

    await writeFile(go, '');
    const destinations = fakeDestinations();
    engine = await lambdaEngine({ directory, services: destinations.services });

    expect(recordOf(await destinations.next())).toMatchObject({ responsePayload: 'went' });
  });
});
