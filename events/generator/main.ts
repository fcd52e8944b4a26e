import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { artefacts, CONTRACT, currentSchemas, RELEASED, releasedSchemas } from './artefacts.ts';
import { breaches } from './compatibility.ts';

/*
 * `npm run contracts` writes the contract's files and says what would break subscribers.
 * `npm run contracts -- release` also makes the current schemas those that subscribers count on.
 */

const SCHEMAS = `${CONTRACT}/schemas`;

const files = artefacts();
rmSync(SCHEMAS, { recursive: true, force: true });
for (const [path, content] of files) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
const found = breaches(releasedSchemas(), currentSchemas());
for (const breach of found) process.stderr.write(`${breach}\n`);
if (found.length > 0) process.exitCode = 1;
else if (process.argv[2] === 'release') cpSync(SCHEMAS, RELEASED, { recursive: true });
