import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

/** Runs a document's commands in order; an answer's registration takes the place of the example's. */
const followed = async (block: string, example: string | RegExp): Promise<string[]> => {
  const settings: string[] = [];
  const answers: string[] = [];
  let registrationId = '';
  for (const { command, answer } of commandsOf(block)) {
    if (isAssignment(command)) {
      settings.push(command);
      continue;
    }
    const lines = [...settings, command.replace(example, registrationId)];
    let given = await pasted(lines);
    if (answer !== undefined) {
      await until(async () => {
        if (!isAnswer(answer, given)) given = await pasted(lines);
        return isAnswer(answer, given);
      });
    }
    answers.push(given);
    registrationId = /"registrationId":"(\w+)"/.exec(given)?.[1] ?? registrationId;
  }
  return answers;
};

describe('README.md', () => {
  it('begins with commands that work with the values of the run', async () => {
    const blocks = shellBlocks('README.md', 'Quick start').filter((text) => text.includes('curl'));

    const answers = await followed(blocks.join(''), /01M7\w+…/);

    expect(answers).toHaveLength(2);
    expect(answers[0]).toContain('"status":"registered"');
    expect(answers[1]).toContain('"status":"active"');
  });
});
