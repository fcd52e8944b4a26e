import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const markdownIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file));

const pages = [...markdownIn('.'), ...markdownIn('docs'), join('engine', 'README.md')];

/** The files of this project that a page links to. */
const linksOf = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => normalize(join(dirname(page), target)));

describe('the documents', () => {
  it.each(pages)('%s links to what is there', (page) => {
    expect(linksOf(page).filter((file) => !existsSync(file))).toEqual([]);
  });

  it('are each linked in the README, or in a page that it links', () => {
    const linked = new Set(['README.md', ...linksOf('README.md')]);
    for (const page of pages.filter((one) => linked.has(one)))
      for (const file of linksOf(page)) linked.add(file);

    expect(pages.filter((page) => !linked.has(page))).toEqual([]);
  });

  it('begin with a README that is read in one go', () => {
    expect(readFileSync('README.md', 'utf8').split('\n').length).toBeLessThanOrEqual(121);
  });
});
