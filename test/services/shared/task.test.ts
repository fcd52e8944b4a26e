import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { PermanentError, TransientError } from '../../../services/shared/errors.ts';
import { task } from '../../../services/shared/task.ts';

const Input = z.object({ tenantId: z.string() });

class NoSuchThing extends PermanentError {
  override readonly name = 'NoSuchThing';
}

const failing = (error: unknown) =>
  task(Input, () => Promise.reject(error))({ tenantId: 't' }).catch((thrown: unknown) => thrown);

const named = (name: string) => Object.assign(new Error('slow down'), { name });

describe('task', () => {
  it('runs with the parsed input', async () => {
    const run = task(Input, async (input) => input);

    expect(await run({ tenantId: 't', more: 1 })).toEqual({ tenantId: 't' });
  });

  it('refuses an input that breaks its schema, and does not run', async () => {
    let ran = 0;
    const run = task(Input, async () => {
      ran += 1;
    });

    await expect(run({ tenantId: 5 })).rejects.toMatchObject({ name: 'PermanentError' });
    expect(ran).toBe(0);
  });

  it('throws what is worth another try as a TransientError with its cause', async () => {
    const cause = named('ThrottlingException');

    const thrown = await failing(cause);

    expect(thrown).toBeInstanceOf(TransientError);
    expect(thrown).toMatchObject({
      name: 'TransientError',
      message: 'ThrottlingException: slow down',
      cause,
    });
  });

  it.each([
    ['a domain error', new NoSuchThing('none')],
    ['an AWS error that no try can help', named('InvalidParameterException')],
    ['something that is no error', 'text'],
  ])('throws %s unchanged', async (_what, error) => {
    expect(await failing(error)).toBe(error);
  });
});
