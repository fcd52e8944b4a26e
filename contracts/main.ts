import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import '../events/generator/main.ts';
import { apiArtefacts } from './apiArtefacts.ts';

/*
 * `npm run contracts` writes what others read of the product: the events' contract, and the APIs'.
 */

for (const [path, content] of apiArtefacts()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
