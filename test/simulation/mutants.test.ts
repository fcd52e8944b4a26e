import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { mutants } from '../../simulation/mutants.ts';
import { handlerCode } from '../../simulation/world/handlerCode.ts';

const edits = mutants.flatMap(({ name, edits: all = [] }) => all.map((edit) => ({ name, edit })));

describe('mutants', () => {
  it.each(edits)('$name: edits one place of the product as it is', ({ edit }) => {
    const text = readFileSync(edit.file, 'utf8');

    expect(text.split(edit.find)).toHaveLength(2);
  });

  it('have names of their own', () => {
    const names = mutants.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
  });
});

describe('handlerCode', () => {
  it.each([
    ['has no such text', 'services/shared/ownership.ts', /has not one: no such text/],
    ['belongs to no handler', 'services/shared/nothing.ts', /no handler is made from/],
  ])('rejects an edit of a file that %s', async (_what, file, message) => {
    const edit = { file, find: 'no such text', replace: '' };

    await expect(handlerCode([edit])).rejects.toThrow(message);
  });
});
