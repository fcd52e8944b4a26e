import { describe, expect, it } from '@jest/globals';
import type { AwsCall } from '../../../engine/endpoint/call.ts';
import { type Fault, Faults } from '../../../engine/kernel/faults.ts';

const fault = (more: Partial<Fault> = {}): Fault => ({
  service: 'dynamodb',
  operation: 'PutItem',
  error: 'ProvisionedThroughputExceededException',
  when: 'before',
  times: 1,
  ...more,
});

const call = (more: Partial<AwsCall> = {}): AwsCall => ({
  service: 'dynamodb',
  operation: 'PutItem',
  input: { TableName: 't', Item: { id: { S: 'a' }, tags: { L: [{ S: 'x' }] } } },
  principal: { kind: 'anonymous' },
  ...more,
});

const planned = (...all: Fault[]): Faults => {
  const faults = new Faults();
  for (const one of all) faults.add(one);
  return faults;
};

describe('Faults', () => {
  it('fails as often as planned, then no more', async () => {
    const faults = planned(fault({ times: 2 }));

    for (const _time of [1, 2]) {
      await expect(faults.strike('before', call())).rejects.toMatchObject({
        code: 'ProvisionedThroughputExceededException',
        message: 'fault injected before dynamodb:PutItem',
      });
    }
    await expect(faults.strike('before', call())).resolves.toBeUndefined();
    expect(faults.list()).toEqual([]);
  });

  it('counts down in the list', async () => {
    const faults = planned(fault({ times: 2 }));

    await faults.strike('before', call()).catch(() => {});

    expect(faults.list()).toEqual([fault({ times: 1 })]);
  });

  it('leaves the fault that it was given as it is', async () => {
    const given = fault({ times: 2 });

    await planned(given)
      .strike('before', call())
      .catch(() => {});

    expect(given.times).toBe(2);
  });

  it.each<[string, Partial<Fault>]>([
    ['another service', { service: 'events' }],
    ['another operation', { operation: 'GetItem' }],
    ['another moment', { when: 'after' }],
    ['another input', { match: { TableName: 'u' } }],
    ['an input that the call lacks', { match: { ReturnValues: 'NONE' } }],
    ['a list of which the call has more', { match: { Item: { tags: { L: [] } } } }],
  ])('spares a call when it is planned for %s', async (_name, more) => {
    await expect(planned(fault(more)).strike('before', call())).resolves.toBeUndefined();
  });

  it.each<[string, Fault['match']]>([
    ['a field', { TableName: 't' }],
    ['a nested field among others', { Item: { id: { S: 'a' } } }],
    ['a whole list', { Item: { tags: { L: [{ S: 'x' }] } } }],
    ['nothing', {}],
  ])('strikes a call whose input holds %s', async (_name, match) => {
    await expect(planned(fault({ match })).strike('before', call())).rejects.toThrow();
  });

  it('strikes with the oldest of two', async () => {
    const faults = planned(fault({ error: 'First' }), fault({ error: 'Second' }));

    await expect(faults.strike('before', call())).rejects.toMatchObject({ code: 'First' });
    await expect(faults.strike('before', call())).rejects.toMatchObject({ code: 'Second' });
  });

  it('is over once cleared', async () => {
    const faults = planned(fault());

    faults.clear();

    await expect(faults.strike('before', call())).resolves.toBeUndefined();
  });

  it.each([
    ['TooManyRequestsException', 429],
    ['InternalServerError', 500],
    ['ServiceUnavailable', 500],
    ['ThrottlingException', 400],
  ])('answers %s with status %i', async (error, status) => {
    await expect(planned(fault({ error })).strike('before', call())).rejects.toMatchObject({
      status,
    });
  });
});
