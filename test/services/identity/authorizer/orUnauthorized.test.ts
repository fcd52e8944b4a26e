import { describe, expect, it } from '@jest/globals';
import { orUnauthorized } from '../../../../services/identity/authorizer/orUnauthorized.ts';

describe('orUnauthorized', () => {
  it('gives the answer that there is', async () => {
    expect(await orUnauthorized(async (event) => ({ event }))('asked')).toEqual({ event: 'asked' });
  });

  it('fails by the word that API Gateway turns into a 401 when there is none', async () => {
    const answer = orUnauthorized(async () => undefined)('asked');

    await expect(answer).rejects.toEqual(new Error('Unauthorized'));
  });

  it('lets a failure be one', async () => {
    const failing = orUnauthorized(() => Promise.reject(new Error('no table')));

    await expect(failing('asked')).rejects.toThrow('no table');
  });
});
