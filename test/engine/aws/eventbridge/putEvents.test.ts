import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { events } from '../../../../engine/aws/eventbridge/events.ts';
import { testEngine } from '../../../support/testEngine.ts';

let engine: Awaited<ReturnType<typeof testEngine>>;
let client: EventBridgeClient;

beforeAll(async () => {
  engine = await testEngine([events]);
  await engine.start();
  client = new EventBridgeClient({
    region: engine.engine.region,
    endpoint: engine.engine.endpoint,
    credentials: engine.engine.credentials.root,
  });
});

afterAll(async () => {
  client.destroy();
  await engine.destroy();
});

const good = { Source: 's', DetailType: 'd', Detail: '{}' };

const put = (...Entries: object[]) => client.send(new PutEventsCommand({ Entries }));

describe('PutEvents', () => {
  it('tells each bad entry beside the good ones', async () => {
    const answer = await put(
      good,
      { DetailType: 'd', Detail: '{}' },
      { ...good, DetailType: '' },
      { ...good, Detail: undefined },
      { ...good, Detail: '[1]' },
      { ...good, Detail: '{' },
      { ...good, Source: 'aws.s3' },
    );

    expect(answer.FailedEntryCount).toBe(6);
    expect(answer.Entries?.map((entry) => entry.ErrorCode)).toEqual([
      undefined,
      'InvalidArgument',
      'InvalidArgument',
      'InvalidArgument',
      'MalformedDetail',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
    ]);
    expect(answer.Entries?.[0]?.EventId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.Entries?.[1]?.ErrorMessage).toBe(
      'Parameter Source is not valid. Reason: Source is a required argument.',
    );
  });

  it('takes an event with a date for a bus that does not exist, as AWS does', async () => {
    const answer = await put({ ...good, EventBusName: 'nowhere', Time: new Date() });

    expect(answer.FailedEntryCount).toBe(0);
  });

  it.each([
    ['no entries', []],
    ['eleven entries', Array.from({ length: 11 }, () => good)],
    ['a megabyte', [{ ...good, Detail: JSON.stringify({ text: 'x'.repeat(1_048_576) }) }]],
  ])('refuses %s', async (_, entries) => {
    await expect(put(...entries)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
