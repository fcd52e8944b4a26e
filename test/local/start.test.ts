import { once } from 'node:events';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { quotasWith } from '../../aws-limits/quotas.ts';
import { start } from '../../local/start.ts';
import { projectFolder } from '../support/projectFolder.ts';

let folder: Awaited<ReturnType<typeof projectFolder>>;

beforeEach(async () => {
  folder = await projectFolder();
});

afterEach(() => folder.remove());

const runAt = (port: number, signal: AbortSignal = new AbortController().signal) => {
  const { project, directory } = folder;
  const limits = { quotas: quotasWith() };
  const lines: string[] = [];
  const say = (line: string) => lines.push(...line.split('\n'));
  return { lines, started: start({ settings: { port, directory, limits }, project, say, signal }) };
};

const outputs = async () => JSON.parse(await readFile(folder.outputsFile, 'utf8'));

const signIn = async () => {
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
  return JSON.parse(Buffer.from(claims, 'base64url').toString());
};

describe('start', () => {
  it('writes the outputs of all stacks for their owner only', async () => {
    const { lines, started } = runAt(0);
    const running = await started;
    const written = await outputs();
    const { mode } = await stat(folder.outputsFile);
    await running.close();

    expect(mode & 0o777).toBe(0o600);
    expect(written).toEqual({
      Context: 'red',
      SynthesizedFor: '000000000000/us-east-1',
      OperatorUserPoolId: expect.stringMatching(/^us-east-1_/),
      OperatorClientId: expect.any(String),
      OperatorUsername: 'operator@example.com',
      OperatorPassword: expect.any(String),
      Region: 'us-east-1',
      AwsEndpoint: running.engine.endpoint,
      AccessKeyId: expect.stringMatching(/^AKIA/),
      SecretAccessKey: expect.any(String),
    });
    expect(lines).toContain(`in ${written.OperatorUserPoolId} of \${HOME}`);
    expect(lines.at(-1)).toMatch(/^ready/);
  });

  it('lets an operator sign in, also after the next start', async () => {
    const first = await runAt(0).started;
    await first.close();
    const second = await runAt(0).started;

    const claims = await signIn();
    await second.close();

    expect(claims).toMatchObject({
      email: 'operator@example.com',
      'custom:userRole': 'SystemAdmin',
    });
  });

  const synthesized = (lines: readonly string[]): boolean =>
    lines.some((line) => line.includes('synthesizing'));

  /** Whether a second start, after this, synthesizes once more. */
  const synthesizesAgainAfter = async (change: () => Promise<unknown>): Promise<boolean> => {
    await (await runAt(0).started).close();
    await change();
    const { lines, started } = runAt(0);
    await (await started).close();
    return synthesized(lines);
  };
  const inProject = (name: string, content: string) => () =>
    writeFile(join(folder.project, name), content);

  it.each([
    ['nothing', async () => {}, false],
    ['a file that the app does not read', () => inProject('README.md', 'new')(), false],
    ['a file that it may read', () => inProject('settings.json', '{}')(), true],
    [
      'a file that it may read no more',
      () => rm(join(folder.project, 'docs'), { recursive: true }),
      true,
    ],
    [
      'its context',
      () => inProject('cdk.json', '{"app":"node app.mjs","context":{"colour":"blue"}}')(),
      true,
    ],
  ])('synthesizes again when %s has changed: %#', async (_what, change, expected) => {
    expect(await synthesizesAgainAfter(change)).toBe(expected);
  });

  it('synthesizes again after a synthesis that failed', async () => {
    const app = await readFile(join(folder.project, 'app.mjs'), 'utf8');
    await (await runAt(0).started).close();
    await inProject('app.mjs', 'process.exit(3);')();
    await expect(runAt(0).started).rejects.toThrow('exit code 3');
    await inProject('app.mjs', app)();

    const { lines, started } = runAt(0);
    await (await started).close();

    expect(synthesized(lines)).toBe(true);
  });

  it('shows at / what the terminal shows, to nobody by another name', async () => {
    const { lines, started } = runAt(0);
    const running = await started;
    const { endpoint } = running.engine;

    const page = await fetch(`${endpoint}/`);
    const html = await page.text();
    const { statusCode } = await new Promise<IncomingMessage>((resolve) => {
      get(endpoint, { headers: { host: 'elsewhere.example' } }, resolve);
    });
    await running.close();

    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const rows = lines.filter((line) => line.startsWith('  ') && line.includes(endpoint));
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.filter((row) => !html.includes(row))).toEqual([]);
    expect(statusCode).toBe(403);
  });

  it('proposes a company that it has not proposed before', async () => {
    await inProject('docs/first-run.txt', `sign up \${Company} of ada@\${company}.example`)();
    const proposed: (string | undefined)[] = [];
    for (const _ of [1, 2, 3]) {
      const { lines, started } = runAt(0);
      await (await started).close();
      proposed.push(lines.find((line) => line.startsWith('sign up')));
    }

    expect(proposed).toEqual([
      'sign up Acme of ada@acme.example',
      'sign up Acme2 of ada@acme2.example',
      'sign up Acme3 of ada@acme3.example',
    ]);
  });

  it('shows what the app printed when it cannot be synthesized', async () => {
    await writeFile(join(folder.project, 'app.mjs'), 'console.error("no stage"); process.exit(3);');

    await expect(runAt(0).started).rejects.toThrow(
      '`node app.mjs` failed (exit code 3):\nno stage',
    );
  });

  it('says that its port is in use and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;

    const refused = runAt(port).started;

    await expect(refused).rejects.toThrow(
      `port ${port} is in use: stop what listens there, or: PORT=${port + 1} npm start`,
    );
    other.close();
  });

  it('ends the synthesis when it is told to stop, and is not ready', async () => {
    const stop = new AbortController();
    await writeFile(join(folder.project, 'app.mjs'), 'setInterval(() => {}, 1000);');
    const { lines, started } = runAt(0, stop.signal);
    setTimeout(() => stop.abort(), 100);

    await expect(started).rejects.toThrow(/abort/i);
    expect(lines).toEqual([expect.stringMatching(/^ *\d+\.\d s {2}synthesizing the stacks/)]);
  });
});
