import { describe, expect, it } from '@jest/globals';
import { failedItems } from '../../../../../engine/aws/lambda/sources/failedItems.ts';

const IDS = ['a', 'b'];

const failedBy = (answer: unknown) => failedItems({ payload: JSON.stringify(answer) }, IDS, true);

describe('failedItems', () => {
  it.each([[null], [{}], [{ batchItemFailures: null }], [{ batchItemFailures: [] }]])(
    'are none when the answer is %j',
    (answer) => {
      expect(failedBy(answer)).toEqual([]);
    },
  );

  it('are those that the answer names', () => {
    expect(failedBy({ batchItemFailures: [{ itemIdentifier: 'b' }] })).toEqual(['b']);
  });

  it.each([
    ['text'],
    [{ batchItemFailures: [{ itemIdentifier: '' }] }],
    [{ batchItemFailures: [{ itemIdentifier: null }] }],
    [{ batchItemFailures: [{ id: 'a' }] }],
    [{ batchItemFailures: [{ itemIdentifier: 'not of this batch' }] }],
  ])('are all when the answer is %j', (answer) => {
    expect(failedBy(answer)).toEqual(IDS);
  });

  it('are all when the answer is no JSON, or an error', () => {
    expect(failedItems({ payload: '{' }, IDS, true)).toEqual(IDS);
    expect(failedItems({ payload: 'null', functionError: 'Unhandled' }, IDS, false)).toEqual(IDS);
  });
});
