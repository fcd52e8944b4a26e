import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../../engine/kernel/json.ts';
import { queueFed } from './queueFed.ts';

const NOWHERE = 'arn:aws:sqs:us-east-1:000000000000:nowhere';

let engine: Awaited<ReturnType<typeof queueFed>>;

beforeEach(async () => {
  engine = await queueFed(async () => undefined);
  await engine.createFunction();
});

afterEach(() => engine.destroy());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    ({ code, message }) => `${code}: ${message}`,
  );

describe('CreateEventSourceMapping', () => {
  it('answers the mapping with what nobody set', async () => {
    const answer = await engine.map({ ScalingConfig: { MaximumConcurrency: 2 } });

    expect(answer).toEqual({
      UUID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      EventSourceArn: engine.arnOf('work'),
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:worker',
      EventSourceMappingArn: `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${answer['UUID']}`,
      LastModified: Date.UTC(2026, 0, 1) / 1000,
      State: 'Enabled',
      StateTransitionReason: 'USER_INITIATED',
      FunctionResponseTypes: [],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  it.each<[what: string, more: JsonObject, answer: string]>([
    [
      'a queue that is not there',
      { EventSourceArn: NOWHERE },
      'InvalidParameterValueException: Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
    ],
    [
      'a function that is not there',
      { FunctionName: 'nobody' },
      'InvalidParameterValueException: Function does not exist',
    ],
    [
      'a large batch without a window',
      { BatchSize: 11 },
      'InvalidParameterValueException: Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    ],
    ['one batch at once', { ScalingConfig: { MaximumConcurrency: 1 } }, 'ValidationException'],
    ['more than 1,000', { ScalingConfig: { MaximumConcurrency: 1001 } }, 'ValidationException'],
    ['a window of six minutes', { MaximumBatchingWindowInSeconds: 301 }, 'ValidationException'],
    [
      'a filter',
      { FilterCriteria: { Filters: [] } },
      'UnsupportedOperation: the local engine does not support lambda:CreateEventSourceMapping with FilterCriteria',
    ],
    [
      'a stream',
      { EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' },
      'UnsupportedOperation',
    ],
  ])('refuses %s', async (_what, more, answer) => {
    expect(await codeOf(engine.map(more))).toContain(answer);
    expect(await engine.lambda('ListEventSourceMappings')).toEqual({ EventSourceMappings: [] });
  });

  it('refuses a queue that shows a message again while the function may still run', async () => {
    await engine.createFunction({ FunctionName: 'slow', Timeout: 61 });

    expect(await codeOf(engine.map({ FunctionName: 'slow' }))).toBe(
      'InvalidParameterValueException: Queue visibility timeout: 60 seconds is less than Function timeout: 61 seconds',
    );
  });

  it('refuses the same queue for the same function twice', async () => {
    const { UUID } = await engine.map();

    expect(await codeOf(engine.map())).toBe(
      `ResourceConflictException: An event source mapping with SQS arn (" ${engine.arnOf('work')} ") and function (" worker ") already exists. Please update or delete the existing mapping with UUID ${UUID}`,
    );
  });

  it.each(['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])(
    'refuses a function whose role may not call %s',
    async (operation) => {
      const all = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
      const actions = all.filter((one) => one !== operation).map((one) => `sqs:${one}`);
      await engine.destroy();
      engine = await queueFed(async () => undefined, { actions });
      await engine.createFunction();

      expect(await codeOf(engine.map())).toBe(
        `InvalidParameterValueException: The provided execution role does not have permissions to call ${operation} on SQS`,
      );
    },
  );

  it('receives nothing while it looks whether the role may', async () => {
    await engine.send('1');

    await engine.map({ Enabled: false });

    expect(await engine.depth('work')).toEqual({ waiting: 1, hidden: 0 });
  });
});

describe('UpdateEventSourceMapping', () => {
  it('changes what it names and leaves the rest', async () => {
    const { UUID = '' } = await engine.map({ ScalingConfig: { MaximumConcurrency: 2 } });

    const answer = await engine.lambda('UpdateEventSourceMapping', { UUID, BatchSize: 3 });

    expect(answer).toMatchObject({ BatchSize: 3, ScalingConfig: { MaximumConcurrency: 2 } });
    expect(await engine.lambda('GetEventSourceMapping', { UUID })).toEqual(answer);
  });

  it('takes the limit away by an empty one', async () => {
    const { UUID = '' } = await engine.map({ ScalingConfig: { MaximumConcurrency: 2 } });

    const answer = await engine.lambda('UpdateEventSourceMapping', { UUID, ScalingConfig: {} });

    expect(answer).not.toHaveProperty('ScalingConfig');
  });

  it.each(['GetEventSourceMapping', 'UpdateEventSourceMapping', 'DeleteEventSourceMapping'])(
    'is, like %s, refused for a mapping that is not there',
    async (operation) => {
      expect(await codeOf(engine.lambda(operation, { UUID: 'none' }))).toBe(
        'ResourceNotFoundException: The resource you requested does not exist.',
      );
    },
  );
});

describe('DeleteEventSourceMapping', () => {
  it('answers the mapping as it was, and it is gone', async () => {
    const { UUID = '' } = await engine.map();

    const answer = await engine.lambda('DeleteEventSourceMapping', { UUID });

    expect(answer).toMatchObject({ UUID, State: 'Deleting' });
    expect(await codeOf(engine.lambda('GetEventSourceMapping', { UUID }))).toContain('NotFound');
  });
});

describe('ListEventSourceMappings', () => {
  it('lists by function and by queue, page by page', async () => {
    await engine.createFunction({ FunctionName: 'other' });
    await engine.map();
    await engine.map({ FunctionName: 'other' });
    const list = async (input: JsonObject) =>
      JSON.stringify(await engine.lambda('ListEventSourceMappings', input)).match(
        /function:\w+|NextMarker/g,
      );

    expect(await list({ FunctionName: 'other' })).toEqual(['function:other']);
    expect(await list({ EventSourceArn: engine.arnOf('work') })).toHaveLength(2);
    expect(await list({ EventSourceArn: NOWHERE })).toBeNull();
    expect(await list({ MaxItems: 1 })).toEqual([expect.anything(), 'NextMarker']);
  });
});

describe('mappings over HTTP', () => {
  it('are made, changed, listed and deleted by the SDK', async () => {
    const client = new LambdaClient({
      endpoint: engine.engine.endpoint,
      region: 'us-east-1',
      credentials: engine.engine.credentials.root,
      maxAttempts: 1,
      systemClockOffset: engine.clock.now() - Date.now(),
    });
    const EventSourceArn = engine.arnOf('work');
    const input = { FunctionName: 'worker', EventSourceArn, MaximumBatchingWindowInSeconds: 0 };

    const { UUID } = await client.send(new CreateEventSourceMappingCommand(input));
    await client.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 4 }));
    const found = await client.send(new ListEventSourceMappingsCommand({ EventSourceArn }));
    const { State } = await client.send(new DeleteEventSourceMappingCommand({ UUID }));
    client.destroy();

    expect(found.EventSourceMappings).toMatchObject([{ UUID, BatchSize: 4 }]);
    expect(found.EventSourceMappings?.[0]?.LastModified).toBeInstanceOf(Date);
    expect(State).toBe('Deleting');
  });
});
