import { describe, expect, it } from '@jest/globals';
import { withGeneratedRegion } from '../../../events/generator/generatedRegion.ts';

const begin = '<!-- begin generated: events -->';
const end = '<!-- end generated: events -->';

describe('withGeneratedRegion', () => {
  it('replaces what stands between the comments, and nothing else', () => {
    const text = `# Title\n\n${begin}\nold\nlines\n${end}\n\nBy hand.\n`;

    const replaced = withGeneratedRegion(text, 'events', 'new');

    expect(replaced).toBe(`# Title\n\n${begin}\nnew\n${end}\n\nBy hand.\n`);
    expect(withGeneratedRegion(replaced, 'events', 'new')).toBe(replaced);
  });

  it.each([
    ['no comments', '# Title\n'],
    ['another region only', '<!-- begin generated: routes -->\n<!-- end generated: routes -->'],
    ['no end', `${begin}\nold\n`],
    ['the end first', `${end}\n${begin}\n`],
  ])('throws for a text with %s, and says what it looks for', (_what, text) => {
    expect(() => withGeneratedRegion(text, 'events', 'new')).toThrow(
      `the text has no lines ${begin} and ${end}`,
    );
  });
});
