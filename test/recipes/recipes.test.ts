import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { editedBy, filesOf } from './recipe.ts';
import { recipes } from './recipes.ts';

/** `npm run recipes` follows them; here they are only held to their limits and to the files that are there. */
describe.each(recipes)('the recipe for: $name', (recipe) => {
  it('touches no more files than it may', () => {
    expect(filesOf(recipe).length).toBeLessThanOrEqual(recipe.limit);
  });

  it('finds in each file what it changes there', () => {
    const texts = new Map<string, string>();
    for (const edit of recipe.edits) {
      const { file } = edit;
      const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      texts.set(file, editedBy(edit, texts.get(file) ?? before));
    }

    expect(texts.size).toBe(filesOf(recipe).length);
  });

  it('names tests that there are', () => {
    expect(recipe.tests.filter((file) => !existsSync(file))).toEqual([]);
  });
});
