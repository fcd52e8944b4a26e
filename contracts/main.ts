import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import '../events/generator/main.ts';
import { apiArtefacts } from './apiArtefacts.ts';
import { awsLimitsPage } from './awsLimitsPage.ts';
import { engineCoveragePage } from './engineCoveragePage.ts';

/*
 * `npm run contracts` writes what others read of the product: the events' contract, the APIs', AWS's limits,
 * and what the engine covers.
 */

for (const [path, content] of [
  ...apiArtefacts(),
  ['docs/aws-limits.md', awsLimitsPage()] as const,
  ['docs/engine-coverage.md', await engineCoveragePage()] as const,
]) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
