import { describe, expect, it } from '@jest/globals';
import { eachQueued } from '../../../services/shared/eachQueued.ts';

const batchOf = (...bodies: string[]) => ({
  Records: bodies.map((body, index) => ({ messageId: `m${index}`, body, eventSource: 'aws:sqs' })),
});

/** A handler that fails for the event `"bad"`, and the events that it was given. */
const aHandler = () => {
  const taken: unknown[] = [];
  const handle = eachQueued(async (event) => {
    taken.push(event);
    if (event === 'bad') throw new Error('no');
  });
  return { taken, handle };
};

describe('eachQueued', () => {
  it('takes each event of a batch', async () => {
    const { taken, handle } = aHandler();

    const answer = await handle(batchOf('{"a":1}', '{"b":2}'));

    expect(taken).toEqual([{ a: 1 }, { b: 2 }]);
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  it.each([
    ['one that fails', '"bad"'],
    ['one that is no JSON', '{'],
  ])('leaves %s in the queue, and no other', async (_what, body) => {
    const { taken, handle } = aHandler();

    const answer = await handle(batchOf(body, '"good"'));

    expect(taken).toContain('good');
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });

  it('takes an event that comes by itself, and fails with it', async () => {
    const { taken, handle } = aHandler();

    await handle({ 'detail-type': 'UserCreated' });

    expect(taken).toEqual([{ 'detail-type': 'UserCreated' }]);
    await expect(handle('bad')).rejects.toThrow('no');
  });
});
