import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { projectFolder } from '../support/projectFolder.ts';

const MAIN = resolve('local/main.ts');
const TSX = pathToFileURL(resolve('node_modules/tsx/dist/loader.mjs')).href;

let folder: Awaited<ReturnType<typeof projectFolder>>;
let children: ChildProcess[];

beforeEach(async () => {
  children = [];
  folder = await projectFolder();
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await folder.remove();
});

const run = (environment: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['--import', TSX, MAIN], {
    cwd: folder.project,
    env: { ...process.env, PORT: '0', LOCAL_DIR: 'here', NODE_OPTIONS: '', ...environment },
  });
  children.push(child);
  const lines: string[] = [];
  const reader = createInterface(child.stdout);
  reader.on('line', (line) => lines.push(line));
  const errors = text(child.stderr);
  const ended = once(child, 'close').then(([code]) => code);
  const ready = new Promise<void>((done) => {
    reader.on('line', (line) => line.startsWith('ready') && done());
  });
  return { child, lines, errors, ended, ready: Promise.race([ready, ended]) };
};

const outputs = async () => JSON.parse(await readFile(folder.outputsFile, 'utf8'));

describe('npm start', () => {
  it('says ready last, goes on after a kill, and ends with code 0 when told to stop', async () => {
    const first = run();
    await first.ready;
    const before = await outputs();
    first.child.kill('SIGKILL');
    await first.ended;

    const second = run();
    await second.ready;
    const after = await outputs();
    second.child.kill('SIGINT');
    second.child.kill('SIGINT');

    expect({ code: await second.ended, errors: await second.errors }).toEqual({
      code: 0,
      errors: '',
    });
    expect(second.lines.findLast((line) => !line.startsWith('stopping'))).toMatch(/^ready/);
    expect({ ...after, AwsEndpoint: '' }).toEqual({ ...before, AwsEndpoint: '' });
  });

  it('takes the outputs of an earlier run away and ends with code 1 when it cannot start', async () => {
    await writeFile(folder.outputsFile, '{}');
    await writeFile(`${folder.project}/app.mjs`, 'process.exit(3);');

    const { ended, errors } = run();

    expect(await ended).toBe(1);
    expect(await errors).toBe('error: `node app.mjs` failed (exit code 3):\n');
    await expect(access(folder.outputsFile)).rejects.toThrow('ENOENT');
  });

  it('leaves a run in the same folder alone', async () => {
    const first = run();
    await first.ready;

    const second = run();

    expect(await second.ended).toBe(1);
    expect(await second.errors).toMatch(/^error: another run uses here: .*LOCAL_DIR=here-2/);
    await access(folder.outputsFile);
  });

  it('names a variable that is wrong', async () => {
    const { ended, errors } = run({ PORT: 'http' });

    expect(await ended).toBe(1);
    expect(await errors).toBe('error: PORT=http: must be a port number\n');
  });
});
