import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { issueText } from '../../../services/shared/issueText.ts';

const saidOf = (schema: z.ZodType, input: unknown): string | undefined =>
  schema.safeParse(input, { error: issueText }).error?.issues[0]?.message;

describe('issueText', () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.boolean(), 'yes', 'must be true or false'],
    [z.array(z.string()), {}, 'must be a list'],
    [z.string(), undefined, 'is required'],
    [z.map(z.string(), z.string()), 1, 'must be of another type'],
    [z.literal('a'), 'b', 'must be "a"'],
    [z.string().min(3), 'a', 'must be at least 3 characters'],
    [z.string().max(3), 'abcd', 'must be at most 3 characters'],
    [z.array(z.string()).min(2), [], 'must be at least 2 entries'],
    [z.number().gt(1), 1, 'must be more than 1'],
    [z.number().lt(1), 1, 'must be less than 1'],
    [z.number().multipleOf(5), 7, 'must be a multiple of 5'],
    [z.url(), 'x', 'must be a URL'],
    [z.string().regex(/^a$/), 'x', 'has not the form that is asked for'],
    [z.union([z.string(), z.number()]), true, 'has none of the forms that are asked for'],
    [z.string().refine(() => false), 'x', 'is not what is asked for'],
  ])('has a sentence for each kind of issue', (schema, input, said) => {
    expect(saidOf(schema, input)).toBe(said);
  });

  it('leaves the words that a schema has of its own', () => {
    expect(saidOf(z.string().min(1, 'must be said'), '')).toBe('must be said');
  });
});
