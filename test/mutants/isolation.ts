import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readApp, synthesize } from '../../local/synthesize.ts';
import { mutants } from './isolationMutants.ts';
import { publisherMutants } from './publisherMutants.ts';
import { type Mutant, readTemplate } from './weaken.ts';

/** The tests that have to notice; the fastest and most telling first. */
const SUITES = [
  'test/isolation/data',
  'test/isolation/sessions',
  'test/isolation/cognito',
  'test/isolation/http',
  'test/infra',
];

const Results = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
      message: z.string(),
      status: z.string(),
    }),
  ),
});

/** The name of the first test that a weakened assembly turns red; undefined when none does. */
const killerIn = (assembly: string, suite: string): string | undefined => {
  const outputFile = join(assembly, 'results.json');
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const options = [suite, '--selectProjects', 'product', '--json', `--outputFile=${outputFile}`];
  spawnSync(process.execPath, [...jest, ...options], {
    env: { ...process.env, TEST_ASSEMBLY: assembly },
    stdio: 'ignore',
  });
  const { testResults } = Results.parse(JSON.parse(readFileSync(outputFile, 'utf8')));
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  const broken = testResults.find(({ status }) => status === 'failed');
  return (
    failed?.fullName ??
    broken?.message
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim()
  );
};

const judge = (original: string, mutant: Mutant): string | undefined => {
  const assembly = mkdtempSync(join(tmpdir(), 'mutant-'));
  cpSync(original, assembly, { recursive: true });
  const file = join(assembly, `${mutant.stack}.template.json`);
  const template = readTemplate(readFileSync(file, 'utf8'));
  mutant.weaken(template);
  writeFileSync(file, JSON.stringify(template));
  const suites = mutant.judge === undefined ? SUITES : [mutant.judge, ...SUITES];
  const killers = suites.map((suite) => () => killerIn(assembly, suite));
  let killer: string | undefined;
  for (const tryNext of killers) killer ??= tryNext();
  rmSync(assembly, { recursive: true, force: true });
  return killer;
};

/** Judges the mutants whose names hold the first argument; all of them when there is none. */
const main = async (): Promise<number> => {
  const original = mkdtempSync(join(tmpdir(), 'assembly-'));
  const signal = new AbortController().signal;
  const place = { accountId: '000000000000', region: 'us-east-1' };
  const synthesis = { project: process.cwd(), output: original, ...place, signal };
  await synthesize(synthesis, await readApp(synthesis));
  const [, , part = ''] = process.argv;
  const chosen = [...mutants, ...publisherMutants].filter(({ name }) => name.includes(part));
  let survivors = 0;
  for (const mutant of chosen) {
    const killer = judge(original, mutant);
    if (killer === undefined) survivors += 1;
    process.stdout.write(`| ${mutant.name} | ${killer ?? 'SURVIVED'} |\n`);
  }
  rmSync(original, { recursive: true, force: true });
  process.stdout.write(`${chosen.length} mutants, ${survivors} survived\n`);
  return survivors;
};

process.exit((await main()) === 0 ? 0 : 1);
