import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assemblyFolder, setup } from '../support/assembly.ts';
import { synthesisOf } from '../support/synthesis.ts';

/*
 * `npm run lint:templates`: AWS's cfn-lint on the templates of every stage. For maintainers: it is no part of the tests,
 * and installs nothing.
 */

/** What cfn-lint is not asked about, and why. */
const IGNORED = {
  W3005:
    'CDK writes DependsOn beside references that imply it: more than is needed, and nothing wrong.',
};

const NEEDS = 'cfn-lint is not here. It needs Python 3.9 or newer: pip install cfn-lint==1.58.0';

/** One that has all that the templates use, and one of another continent. */
const REGIONS = ['us-east-1', 'eu-central-1'];

const templatesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => join(folder, file));

/** Whether cfn-lint finds nothing. */
const isClean = (folder: string): boolean => {
  const rules = ['--ignore-checks', ...Object.keys(IGNORED)];
  const options = ['--regions', ...REGIONS, ...rules, '--', ...templatesIn(folder)];
  return spawnSync('cfn-lint', options, { stdio: 'inherit' }).status === 0;
};

const synthesized = async (stage: string): Promise<string> => {
  const { failed, problems, folder } = await synthesisOf(stage);
  if (failed) throw new Error(problems);
  return folder;
};

const localRun = async (): Promise<string> => {
  await setup();
  return assemblyFolder();
};

const stages = {
  dev: () => synthesized('dev'),
  prod: () => synthesized('prod'),
  local: localRun,
};

if (spawnSync('cfn-lint', ['--version']).error) {
  process.stderr.write(`${NEEDS}\n`);
  process.exit(1);
}

for (const [stage, synthesize] of Object.entries(stages)) {
  const folder = await synthesize();
  const clean = isClean(folder);
  await rm(folder, { recursive: true, force: true });
  process.stdout.write(`${stage}: ${clean ? 'clean' : 'see above'}\n`);
  if (!clean) process.exitCode = 1;
}
