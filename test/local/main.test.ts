import { access, readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localProcesses } from '../support/localProcesses.ts';
import { projectFolder } from '../support/projectFolder.ts';

let folder: Awaited<ReturnType<typeof projectFolder>>;
let processes: ReturnType<typeof localProcesses>;

beforeEach(async () => {
  folder = await projectFolder();
  processes = localProcesses(folder.project);
});

afterEach(async () => {
  processes.end();
  await folder.remove();
});

const run = (environment: Record<string, string> = {}) => processes.run({ environment });

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

  it('names a variable that is wrong', async () => {
    const { ended, errors } = run({ PORT: 'http' });

    expect(await ended).toBe(1);
    expect(await errors).toBe('error: PORT=http: must be a port number\n');
  });
});
