import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { env } from '../../../services/shared/env.ts';

const Needed = z.object({ TEST_TABLE: z.string().min(1), TEST_URL: z.url() });

afterEach(() => {
  delete process.env['TEST_TABLE'];
  delete process.env['TEST_URL'];
});

describe('env', () => {
  it('gives the variables that the schema names, and no others', () => {
    process.env['TEST_TABLE'] = 'table';
    process.env['TEST_URL'] = 'https://example.com';

    expect(env(Needed)).toEqual({ TEST_TABLE: 'table', TEST_URL: 'https://example.com' });
  });

  it('names every variable that is missing or wrong', () => {
    process.env['TEST_URL'] = 'nowhere';

    expect(() => env(Needed)).toThrow(
      'environment variables missing or wrong: TEST_TABLE, TEST_URL',
    );
  });

  it('tells no value', () => {
    process.env['TEST_URL'] = 'top-secret';

    expect(() => env(Needed)).not.toThrow('top-secret');
  });

  it('takes an empty variable for a missing one', () => {
    process.env['TEST_TABLE'] = '';
    process.env['TEST_URL'] = 'https://example.com';

    expect(() => env(Needed)).toThrow('TEST_TABLE');
  });
});
