import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

const filesIn = async (directory: string): Promise<string[]> =>
  (await readdir(directory, { recursive: true, withFileTypes: true })).map((entry) =>
    join(entry.parentPath, entry.name),
  );

/** What others may do with each file and folder; nothing, it should be. */
const openToOthers = async (directory: string): Promise<string[]> => {
  const all = [directory, ...(await filesIn(directory))];
  const modes = await Promise.all(all.map(async (file) => (await stat(file)).mode & 0o777));
  return all.filter((_, at) => ((modes[at] ?? 0) & 0o077) !== 0);
};

/** Every file of a run with its content and when it was written; the lock's own aside. */
const stateOf = async (directory: string) => {
  const state: Record<string, string> = {};
  for (const file of await filesIn(directory)) {
    const { mtimeMs, size } = await stat(file);
    if (!file.startsWith(join(directory, 'lock'))) state[file] = `${size} bytes at ${mtimeMs}`;
  }
  return state;
};

describe('the folder of a run', () => {
  it('is its owner’s only, with all that is in it', async () => {
    const run = processes.run({ before: 'umask 000' });
    await run.ready;

    expect(await openToOthers(folder.directory)).toEqual([]);
  });

  it('is its owner’s only where an earlier one let others in', async () => {
    const { directory } = folder;
    await chmod(directory, 0o777);
    for (const name of ['state', 'dynamodb', 'logs']) {
      await mkdir(join(directory, name));
      await chmod(join(directory, name), 0o777);
    }
    await writeFile(join(directory, 'logs', 'engine.log'), 'earlier\n', { mode: 0o644 });
    await writeFile(join(directory, 'format'), '1\n', { mode: 0o600 });
    const run = processes.run({ before: 'umask 000' });
    await run.ready;

    expect(await openToOthers(directory)).toEqual([]);
  });

  it('keeps the mode of what else is in it', async () => {
    const notes = join(folder.directory, 'notes.txt');
    await writeFile(notes, 'mine');
    await chmod(notes, 0o644);
    const run = processes.run();
    await run.ready;

    expect((await stat(notes)).mode & 0o777).toBe(0o644);
  });

  it.each([
    ['an older', undefined],
    ['an older', '0\n'],
    ['a newer', '2\n'],
  ])('is left alone where %s release has kept it (format %j)', async (release, format) => {
    const { directory } = folder;
    await mkdir(join(directory, 'state'));
    await writeFile(join(directory, 'state', '000003.log'), 'rows');
    if (format !== undefined) await writeFile(join(directory, 'format'), format);
    const before = await stateOf(directory);

    const run = processes.run();

    expect(await run.ended).toBe(1);
    expect(await run.errors).toBe(
      `error: what here keeps is of ${release} release, and this one cannot go on with it: LOCAL_DIR=here-2 npm start, or delete here\n`,
    );
    expect(await stateOf(directory)).toEqual(before);
  });

  it('is left alone by a second start, which says who has it', async () => {
    const first = processes.run();
    await first.ready;
    const before = await stateOf(folder.directory);
    const { AwsEndpoint } = JSON.parse(await readFile(folder.outputsFile, 'utf8'));

    const second = processes.run({ environment: { PORT: '7000' } });

    expect(await second.ended).toBe(1);
    expect(await second.errors).toMatch(
      new RegExp(
        `^error: another run uses here: process ${first.child.pid} on ${AwsEndpoint}, since [-\\dT:.]+Z; stop it, or run beside it: PORT=7001 LOCAL_DIR=here-2 npm start\n$`,
      ),
    );
    expect(second.lines).toEqual([expect.stringContaining('starting the engine')]);
    expect(await stateOf(folder.directory)).toEqual(before);
    expect((await fetch(`${AwsEndpoint}/_local/faults`)).status).toBe(200);
  });

  it('is left alone by a second start while the first one is still starting', async () => {
    await writeFile(join(folder.project, 'app.mjs'), 'setInterval(() => {}, 1000);');
    const first = processes.run();
    while (first.lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));

    const second = processes.run();

    expect(await second.ended).toBe(1);
    expect(await second.errors).toMatch(
      new RegExp(`^error: another run uses here: process ${first.child.pid} on .*\n$`),
    );
    expect(first.child.exitCode).toBeNull();
    first.child.kill('SIGTERM');
    await first.ended;
  });

  it('is free after a kill, whatever the killed run has left', async () => {
    const first = processes.run();
    await first.ready;
    first.child.kill('SIGKILL');
    await first.ended;

    const second = processes.run();
    await second.ready;

    expect(second.lines.at(-1)).toMatch(/^ready/);
  });

  it('is not to blame when another run has the port', async () => {
    const first = processes.run();
    await first.ready;
    const { AwsEndpoint } = JSON.parse(await readFile(folder.outputsFile, 'utf8'));
    const { port } = new URL(AwsEndpoint);

    const second = processes.run({ environment: { PORT: port, LOCAL_DIR: 'there' } });

    expect(await second.ended).toBe(1);
    expect(await second.errors).toBe(
      `error: port ${port} is in use: stop what listens there, or: PORT=${Number(port) + 1} npm start\n`,
    );
  });
});
