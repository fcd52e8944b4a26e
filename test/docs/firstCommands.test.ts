import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeIn } from '../support/mailedCode.ts';
import { type LocalRun, npmStart } from '../support/npmStart.ts';
import { commandsOf, isAnswer, shellBlocks } from '../support/shellBlocks.ts';
import { until } from '../support/until.ts';

let folder: string;
let run: LocalRun;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reader-'));
  run = await npmStart(join(folder, '.local'));
}, 120_000);

afterAll(async () => {
  await run.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

/** Runs lines in a shell beside the run's folder, as a reader does who has pasted the earlier ones. */
const pasted = async (lines: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)('sh', ['-c', lines.join('\n')], { cwd: folder });
  return stdout.trim();
};

const isAssignment = (line: string): boolean => /^\w+(=|\(\))/.test(line);

/** Runs a document's commands in order; an answer's registration and code take the place of the example's. */
const followed = async (block: string, example: string | RegExp): Promise<string[]> => {
  const settings: string[] = [];
  const answers: string[] = [];
  let registrationId = '';
  let code = '';
  for (const { command, answer } of commandsOf(block)) {
    if (isAssignment(command)) {
      settings.push(command);
      continue;
    }
    const filled = command.replace(example, registrationId).replace('12345678', code);
    const lines = [...settings, filled];
    let given = await pasted(lines);
    const isRead = !command.includes('-sX');
    await until(async () => {
      if (answer === undefined || isAnswer(answer, given) || !isRead) return true;
      given = await pasted(lines);
      return false;
    });
    answers.push(given);
    registrationId = /"registrationId":"(\w+)"/.exec(given)?.[1] ?? registrationId;
    code = codeIn([{ body: given }]) ?? code;
  }
  return answers;
};

/** Where a tenant's users sign in: its name is known as soon as the tenant is there, moments later. */
const SIGN_IN = expect.stringMatching(/"appClientId":|no tenant is called/);

describe('README.md', () => {
  it('begins with commands that work with the values of the run', async () => {
    const blocks = shellBlocks('README.md', 'See it run').filter((text) => text.includes('curl'));

    const answers = await followed(blocks.join(''), /01M7\w+…/);

    expect(answers).toEqual([
      expect.stringContaining('"status":"unconfirmed"'),
      expect.stringMatching(/^\[/),
      expect.stringContaining('"status":"registered"'),
      expect.stringContaining('"status":"active"'),
    ]);
  });
});

describe('npm start', () => {
  it('prints commands that work', async () => {
    const commands = run.lines.map((line) => line.trimStart()).join('\n');
    const curls = commandsOf(commands).filter(({ command }) => command.startsWith('curl'));

    const answers = await followed(
      curls.map(({ command }) => `${command.replace('Acme', 'Globex')}\n`).join(''),
      'REGISTRATION_ID',
    );

    expect(answers).toEqual([
      expect.stringContaining('"status":"unconfirmed"'),
      expect.stringMatching(/^\[/),
      expect.stringContaining('"status":"registered"'),
      expect.stringContaining('"tenantName":"Globex"'),
      expect.stringMatching(/^\[/),
      SIGN_IN,
    ]);
  });
});

describe('docs/local-run.md', () => {
  it('has commands that work', async () => {
    const text = readFileSync('docs/local-run.md', 'utf8').replaceAll('Acme', 'Initech');
    const [values = ''] = /(?<=```sh\n)value\(\).*?(?=```)/s.exec(text) ?? [];
    const commands = shellBlocks('docs/local-run.md', 'Become a tenant').join('');

    const answers = await followed(
      (values + commands).replaceAll('Acme', 'Initech').replace(/ +# .*$/gm, ''),
      'REGISTRATION_ID',
    );

    expect(answers).toEqual([
      expect.stringContaining('"status":"unconfirmed"'),
      expect.stringMatching(/^\[/),
      expect.stringContaining('"status":"registered"'),
      expect.stringContaining('"tenantName":"Initech"'),
      expect.stringMatching(/^\[/),
      SIGN_IN,
    ]);
  });
});
