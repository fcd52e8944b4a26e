import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { applicationTemplate } from '../support/applicationTemplate.ts';

const MAIN = resolve('local/main.ts');

/** An app that writes a cloud assembly as a CDK app would, without the seconds that one takes. */
const APP = `
import { mkdirSync, writeFileSync } from 'node:fs';
const out = process.env.CDK_OUTDIR;
const write = (name, content) => writeFileSync(out + '/' + name, JSON.stringify(content));
mkdirSync(out + '/asset.code', { recursive: true });
writeFileSync(out + '/asset.code/index.mjs', 'export const handler = async () => ({});');
write('manifest.json', { artifacts: {
  Assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
  Acme: { type: 'aws:cloudformation:stack', properties: { templateFile: 'acme.json' } },
} });
write('assets.json', { files: { code: {
  source: { path: 'asset.code' }, destinations: { here: { objectKey: 'code.zip' } },
} } });
const template = ${JSON.stringify(applicationTemplate)};
template.Outputs.Context = { Value: JSON.parse(process.env.CDK_CONTEXT_JSON).colour };
template.Outputs.SynthesizedFor = {
  Value: process.env.CDK_DEFAULT_ACCOUNT + '/' + process.env.CDK_DEFAULT_REGION,
};
template.Outputs.ExportsOutputRefApi = { Value: 'x', Export: { Name: 'Acme:ExportsOutputRefApi' } };
write('acme.json', template);
`;

let project: string;
let outputsFile: string;

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'project-'));
  outputsFile = join(project, 'here', 'outputs.json');
  await mkdir(join(project, 'docs'));
  await writeFile(join(project, 'app.mjs'), APP);
  await writeFile(
    join(project, 'cdk.json'),
    JSON.stringify({ app: 'node app.mjs', context: { colour: 'red' } }),
  );
  await writeFile(
    join(project, 'docs', 'first-run.txt'),
    `pool \${OperatorUserPoolId} of \${HOME}\n`,
  );
});

afterEach(() => rm(project, { recursive: true, force: true }));

const run = (environment: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    cwd: project,
    env: { ...process.env, PORT: '0', LOCAL_DIR: 'here', NODE_OPTIONS: '', ...environment },
  });
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

const outputs = async () => JSON.parse(await readFile(outputsFile, 'utf8'));

describe('npm start', () => {
  it('serves the stacks and writes their outputs before it says ready', async () => {
    const { child, lines, ended, ready, errors } = run();
    await ready;
    const written = await outputs();
    const { mode } = await stat(outputsFile);
    child.kill('SIGTERM');

    expect({ code: await ended, errors: await errors }).toEqual({ code: 0, errors: '' });
    expect(lines.findLast((line) => !line.startsWith('stopping'))).toMatch(/^ready/);
    expect(mode & 0o777).toBe(0o600);
    expect(written).toMatchObject({
      Context: 'red',
      SynthesizedFor: '000000000000/us-east-1',
      OperatorUsername: 'operator@example.com',
      Region: 'us-east-1',
      AwsEndpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      AccessKeyId: expect.stringMatching(/^AKIA/),
      SecretAccessKey: expect.any(String),
    });
    expect(written).not.toHaveProperty('ExportsOutputRefApi');
    expect(lines).toContain(`pool ${written.OperatorUserPoolId} of \${HOME}`);
  });

  it('keeps pool, keys and password from start to start, also after a kill', async () => {
    const first = run();
    await first.ready;
    const before = await outputs();
    first.child.kill('SIGKILL');
    await first.ended;

    const second = run();
    await second.ready;
    const after = await outputs();
    second.child.kill('SIGINT');

    expect(await second.ended).toBe(0);
    expect({ ...after, AwsEndpoint: '' }).toEqual({ ...before, AwsEndpoint: '' });
  });

  it('lets the operator sign in', async () => {
    const { child, ended, ready } = run();
    await ready;
    const { AwsEndpoint, OperatorClientId, OperatorUsername, OperatorPassword } = await outputs();
    const answer = await fetch(AwsEndpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: JSON.stringify({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: OperatorClientId,
        AuthParameters: { USERNAME: OperatorUsername, PASSWORD: OperatorPassword },
      }),
    });
    const { AuthenticationResult } = JSON.parse(await answer.text());
    const [, claims = ''] = AuthenticationResult.IdToken.split('.');
    child.kill('SIGTERM');
    await ended;

    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      email: 'operator@example.com',
      'custom:userRole': 'SystemAdmin',
    });
  });

  it('says what the app printed when it cannot be synthesized, and is not ready', async () => {
    await writeFile(join(project, 'app.mjs'), 'console.error("no such stage"); process.exit(3);');
    await mkdir(join(project, 'here'));
    await writeFile(outputsFile, '{}');

    const { ended, errors } = run();

    expect(await ended).toBe(1);
    expect(await errors).toBe('error: `node app.mjs` failed (exit code 3):\nno such stage\n');
    await expect(access(outputsFile)).rejects.toThrow('ENOENT');
  });

  it('says that its port is in use and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    const { ended, errors } = run({ PORT: String(port) });

    expect(await ended).toBe(1);
    expect(await errors).toBe(
      `error: port ${port} is in use: stop what listens there, or: PORT=${port + 1} npm start\n`,
    );
    other.close();
  });

  it('leaves a run in the same folder alone', async () => {
    const first = run();
    await first.ready;

    const second = run();

    expect(await second.ended).toBe(1);
    expect(await second.errors).toMatch(/^error: another run uses here: .*LOCAL_DIR=here-2/);
    await access(outputsFile);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  });

  it.each([
    ['PORT', 'http', 'error: PORT=http: must be a port number\n'],
    ['PORT', '70000', 'error: PORT=70000: must be at most 65535\n'],
    ['LOCAL_DIR', '', 'error: LOCAL_DIR=: must name a folder\n'],
  ])('names %s when it is %j', async (name, value, message) => {
    const { ended, errors } = run({ [name]: value });

    expect(await ended).toBe(1);
    expect(await errors).toBe(message);
  });
});
