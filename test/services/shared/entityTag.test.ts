import { describe, expect, it } from '@jest/globals';
import { entityTag, IfMatchHeaders } from '../../../services/shared/entityTag.ts';

const parsed = (text: string) => IfMatchHeaders.safeParse({ 'if-match': text });

describe('IfMatchHeaders', () => {
  it.each([
    ['*', '*'],
    ['"a"', ['a']],
    ['""', ['']],
    ['"a,b" , "c"', ['a,b', 'c']],
    [', "a",,\t"b",', ['a', 'b']],
    ['"a","a"', ['a', 'a']],
    ['"é\\"', ['é\\']],
  ])('reads the versions of %s', (text, versions) => {
    expect(parsed(text).data).toEqual({ 'if-match': versions });
  });

  it.each(['W/"a"', '"b", W/"a"'])('never takes a weak tag for a version: %s', (text) => {
    expect(parsed(text).data?.['if-match']).not.toContain('a');
  });

  it('reads back what an ETag says', () => {
    expect(parsed(entityTag('v-1').etag).data).toEqual({ 'if-match': ['v-1'] });
  });

  it.each([
    '',
    'a',
    '"a',
    'a"',
    'w/"a"',
    'W/',
    'W/*',
    '"a" "b"',
    '"a"; "b"',
    '*, "a"',
    '**',
    ',',
    '"a b"',
    '"a\u007f"',
    '"€"',
  ])('refuses what RFC 9110 has no form for: %j', (text) => {
    expect(parsed(text).error?.issues).toMatchObject([
      { path: ['if-match'], message: expect.stringMatching(/^must be \*, or ETags/) },
    ]);
  });

  it.each([
    ['more ETags than a condition is made of', Array(21).fill('"a"').join(), 'at most 20 ETags'],
    ['a longer one', `"${'a'.repeat(2_000)}"`, 'at most 2000 characters'],
  ])('refuses %s', (_what, text, message) => {
    expect(parsed(text).error?.issues).toMatchObject([
      { path: ['if-match'], message: expect.stringContaining(message) },
    ]);
  });
});
