import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { onboard, onboardSpawned } from '../support/cliRun.ts';

const Port = z.object({ port: z.number() });

const OUTPUTS = {
  ControlApiUrl: 'http://127.0.0.1:9/v1/',
  EventBusName: 'bus',
  OperatorClientId: 'client',
  Region: 'us-east-1',
  DeadLetterQueues: '[]',
  OrphanSweeperFunction: 'sweeper',
  AwsEndpoint: 'http://127.0.0.1:9',
};

describe('npx onboard', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'usage-'));
  });
  afterAll(() => rm(cwd, { recursive: true, force: true }));

  const run = (line: string) => onboard(line === '' ? [] : line.split(' '));

  /** As a process of its own, in a folder that may have outputs. */
  const runHere = (line: string) => onboardSpawned(line.split(' '), cwd);

  const outputsOf = async (name: string, content: unknown) => {
    const file = join(cwd, name);
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };

  it('says by --help what there is, with examples and exit codes', async () => {
    const { code, out, err } = await runHere('--help');

    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const command of [
      'register',
      'status',
      'tenants',
      'users',
      'webhooks',
      'sagas',
      'dlq',
      'orphans',
      'events',
      'find',
      'token',
      'simulate',
      'completion',
    ]) {
      expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
    expect(out).toContain('Exit codes: 0 it worked, 1 it failed, 2 the command line is wrong.');
    expect(out).toContain('$ npx onboard sagas list --status failed');
  });

  it('complains of nothing when its reader has seen enough', async () => {
    const entry = join(process.cwd(), 'cli', 'onboard.mjs');
    const line = `"${process.execPath}" "${entry}" --help 2>&3 | true`;
    const shell = spawn('sh', ['-c', `{ ${line}; } 3>&1`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

    expect(await text(shell.stdout)).toBe('');
  });

  it('says its version', async () => {
    const { code, out } = await run('--version');

    expect(code).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('never takes AWS for a local run that is not there, starts, or was killed', async () => {
    const directory = join(cwd, 'run');
    await mkdir(directory);
    const { AwsEndpoint: _, ...onAws } = OUTPUTS;
    const file = await outputsOf('cdk.outputs.json', { Stack: onAws });
    const ended = await onboardSpawned(['--version'], cwd);
    const holder = (pid: number | undefined) =>
      writeFile(join(directory, 'run.json'), JSON.stringify({ pid }));
    const tenants = async () => {
      const { code, err } = await onboardSpawned(['tenants'], cwd, { LOCAL_DIR: directory });
      return `${code} ${err}`;
    };

    const none = await tenants();
    await holder(process.pid);
    const starting = await tenants();
    await holder(ended.pid);
    const killed = await tenants();
    await rm(file);

    expect(none).toMatch(
      /^1 error: no local run in .*: start one by npm start, or name .*--target aws/,
    );
    expect(starting).toMatch(/^1 error: the local run in .* is starting \(process \d+\): wait/);
    expect(killed).toMatch(/^1 error: the local run in .* ended before it was ready: npm start/);
  });

  it('goes to AWS when it is told to, and says so', async () => {
    const { AwsEndpoint: _, ...onAws } = OUTPUTS;
    const file = await outputsOf('cdk.outputs.json', { Stack: onAws });

    const told = await onboardSpawned(['status', 'some', '--target', 'aws', '--json'], cwd);
    await rm(file);
    const gone = await onboardSpawned(['status', 'some', '--target', 'aws'], cwd);

    expect(told.target).toBe('target: AWS, us-east-1, http://127.0.0.1:9 (cdk.outputs.json)');
    expect(told.out).toBe('');
    expect(gone.err).toMatch(/^error: there is no cdk.outputs.json here: npm run deploy writes it/);
  });

  it('names each output that a file lacks', async () => {
    const file = await outputsOf('some.json', { Stack: { ControlApiUrl: 'http://127.0.0.1:9' } });

    const { code, err } = await run(`tenants --outputs ${file}`);

    expect(code).toBe(1);
    expect(err).toMatch(/EventBusName: .*\n {2}OperatorClientId: .*\n {2}Region: /);
  });

  it('says that a file is not JSON', async () => {
    const file = await outputsOf('text.json', 'no JSON');

    expect((await run(`tenants --outputs ${file}`)).err).toContain('must be JSON');
  });

  it('says that nothing answers, and asks whether the run is there', async () => {
    const file = await outputsOf('gone.json', OUTPUTS);

    const { code, err } = await run(`status some --outputs ${file}`);

    expect(code).toBe(1);
    expect(err).toMatch(/^error: nothing answers at http:\/\/127\.0\.0\.1:9 .*npm start/);
  });

  it('says who to be when no operator is known', async () => {
    const file = await outputsOf('aws.json', OUTPUTS);

    const { code, err } = await run(`tenants --outputs ${file}`);

    expect(code).toBe(1);
    expect(err).toContain('set ONBOARD_USERNAME and ONBOARD_PASSWORD');
  });

  it('reads what cdk deploy writes, each stack’s outputs apart', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.end(JSON.stringify({ registrationId: 'some', status: 'active' }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = Port.parse(server.address());
    const { ControlApiUrl: _, ...others } = OUTPUTS;
    await outputsOf('cdk.outputs.json', {
      Foundation: others,
      ControlPlane: { ControlApiUrl: `http://127.0.0.1:${port}/v1/` },
    });

    const { code, out } = await runHere('status some --json --target aws');
    server.close();

    expect({ code, asked }).toEqual({ code: 0, asked: ['/v1/registrations/some'] });
    expect(JSON.parse(out)).toEqual({ registrationId: 'some', status: 'active' });
  });
});
