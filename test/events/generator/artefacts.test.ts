import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  artefacts,
  CONTRACT,
  currentSchemas,
  RELEASED,
  releasedSchemas,
} from '../../../events/generator/artefacts.ts';
import { breaches } from '../../../events/generator/compatibility.ts';

/** What changed between releases, by hand. */
const CHANGES = join(CONTRACT, 'CHANGES.md');

const generated = artefacts();

describe('the contract in docs/events', () => {
  it.each([...generated])('is current: %s (else run `npm run contracts`)', (path, content) => {
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('has no file that the generator does not write, but for what was released', () => {
    const files = readdirSync(CONTRACT, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));

    const kept = [CHANGES, ...files.filter((file) => file.startsWith(RELEASED))];
    expect(files.filter((file) => !kept.includes(file)).sort()).toEqual(
      [...generated.keys()].filter((path) => path.startsWith(CONTRACT)).sort(),
    );
  });

  it('breaks nothing that was released', () => {
    expect(breaches(releasedSchemas(), currentSchemas())).toEqual([]);
  });
});
