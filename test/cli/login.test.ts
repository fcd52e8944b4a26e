import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { main } from '../../cli/main.ts';
import {
  aClient,
  aPool,
  type CognitoEngine,
  cognitoEngine,
  PASSWORD,
} from '../engine/aws/cognito/aPool.ts';
import { totpCode } from '../engine/aws/cognito/mfa/authenticatorApp.ts';

const EMAIL = 'ops@example.com';
const TEMPORARY = 'Temporary-Pass-1';
const MONTH_MS = 31 * 24 * 3_600_000;

let engine: CognitoEngine;
let folder: string;
let outputs: string;
let UserPoolId: string;
let appSecret = '';

beforeAll(async () => {
  engine = await cognitoEngine();
  UserPoolId = await aPool(engine);
  const SoftwareTokenMfaConfiguration = { Enabled: true };
  const mfa = { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration };
  await engine.call('SetUserPoolMfaConfig', { UserPoolId, ...mfa });
  await engine.call('AdminCreateUser', {
    UserPoolId,
    Username: EMAIL,
    TemporaryPassword: TEMPORARY,
    MessageAction: 'SUPPRESS',
  });
  folder = await mkdtemp(join(tmpdir(), 'login-'));
  outputs = join(folder, 'outputs.json');
  await writeFile(
    outputs,
    JSON.stringify({
      ControlApiUrl: 'http://127.0.0.1:9/v1/',
      EventBusName: 'bus',
      OperatorClientId: await aClient(engine, UserPoolId),
      Region: 'us-east-1',
      DeadLetterQueues: '[]',
      OrphanSweeperFunction: 'sweeper',
      AwsEndpoint: engine.engine.endpoint,
      AccessKeyId: 'none',
      SecretAccessKey: 'none',
    }),
  );
});
afterAll(async () => {
  await engine.destroy();
  await rm(folder, { recursive: true, force: true });
});

const code = () => totpCode(appSecret, engine.engine.clock.now());

/** Runs a command at a terminal, on which answers are typed to questions that are asked so. */
const atTerminal = async (args: string[], answers: Record<string, (text: string) => string>) => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const printed = { out: '', err: '' };
  const stderr = {
    write(text: string) {
      printed.err += text;
      const asked = Object.entries(answers).find(([question]) => text.startsWith(question));
      if (asked) stdin.write(`${asked[1](printed.err)}\n`);
    },
  };
  const stdout = { write: (text: string) => (printed.out += text) };
  const argv = ['node', 'onboard', ...args, '--outputs', outputs];
  const env = { XDG_STATE_HOME: join(folder, 'state') };
  return { code: await main(argv, { stdin, stdout, stderr, env }), ...printed };
};

/** The same where lines of stdin answer. */
const piped = async (args: string[], lines: string[], more: Record<string, string> = {}) => {
  const stdin = new PassThrough();
  stdin.end(lines.map((line) => `${line}\n`).join(''));
  let text = '';
  const screen = { write: (part: string) => (text += part) };
  const argv = ['node', 'onboard', ...args, '--outputs', outputs];
  const env = { XDG_STATE_HOME: join(folder, 'state'), ...more };
  return { code: await main(argv, { stdin, stdout: screen, stderr: screen, env }), text };
};

const sessions = join('state', 'onboard', 'sessions');
const keptFile = async () => {
  const [name = ''] = await readdir(join(folder, sessions));
  return join(folder, sessions, name);
};

const login = (password = PASSWORD) => piped(['login', '--username', EMAIL], [password, code()]);

describe('onboard login', () => {
  beforeEach(() => engine.advance(30_000));

  it('asks for a new password and sets an authenticator app up, and shows nothing of what is typed', async () => {
    const {
      code: exit,
      out,
      err,
    } = await atTerminal(['login', '--username', EMAIL], {
      'the password of': () => TEMPORARY,
      'a new password': () => PASSWORD,
      'the new password again': () => PASSWORD,
      'the code that': (text) => {
        appSecret = /^ {2}([A-Z2-7]+)$/m.exec(text)?.[1] ?? '';
        return code();
      },
    });

    expect({ exit, out }).toEqual({ exit: 0, out: `signed in  ${EMAIL}\n` });
    expect(err).toContain(`otpauth://totp/onboard%3A${encodeURIComponent(EMAIL)}?secret=`);
    expect(err).not.toContain(PASSWORD);
    expect(err).not.toContain(TEMPORARY);
  });

  it('keeps a session that only its user can read, and that later commands use', async () => {
    const { code: exit } = await login();
    const token = await piped(['token'], []);
    const file = await keptFile();

    expect(exit).toBe(0);
    expect(token.code).toBe(0);
    expect(token.text.trim().split('\n').at(-1)?.split('.')).toHaveLength(3);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, sessions))).mode & 0o777).toBe(0o700);
    expect(await readFile(file, 'utf8')).not.toContain(PASSWORD);
  });

  it('is not asked for where the environment names somebody', async () => {
    await login();
    const other = { ONBOARD_USERNAME: EMAIL, ONBOARD_PASSWORD: 'Wrong-Password-1' };

    expect((await piped(['token'], [], other)).text).toContain('the operator cannot sign in');
  });

  it('takes no session that others can read', async () => {
    await login();
    await chmod(await keptFile(), 0o640);

    expect(await piped(['token'], [])).toMatchObject({
      code: 1,
      text: expect.stringMatching(/others can read .*: run `onboard logout`/),
    });
  });

  it.each([
    ['a wrong password', () => ['Wrong-Password-1'], 'the operator cannot sign in'],
    ['a wrong code', () => [PASSWORD, '000000'], 'the code is not good'],
    ['no code', () => [PASSWORD], 'the code that the app shows now was not given'],
  ])('is refused with %s, and keeps nothing', async (_what, lines, message) => {
    await piped(['logout'], []);
    const { code: exit, text } = await piped(['login', '--username', EMAIL], lines());

    expect({ exit, text }).toEqual({ exit: 1, text: expect.stringContaining(message) });
    expect(await readdir(join(folder, sessions))).toEqual([]);
  });

  it('is told to somebody whose session has ended by itself', async () => {
    await login();
    await engine.advance(MONTH_MS);

    expect(await piped(['token'], [])).toMatchObject({
      code: 1,
      text: expect.stringMatching(/the session of ops@example.com is over .*: run `onboard login`/),
    });
  });

  it('asks who signs in where nothing says so', async () => {
    expect(await piped(['login'], [])).toMatchObject({
      code: 2,
      text: expect.stringContaining('--username or ONBOARD_USERNAME'),
    });
  });
});

describe('onboard logout', () => {
  beforeEach(() => engine.advance(30_000));

  it('revokes the session and deletes it', async () => {
    await login();
    const file = await keptFile();
    const kept = await readFile(file, 'utf8');
    const { code: exit, text } = await piped(['logout'], []);
    const without = await piped(['token'], []);
    await writeFile(file, kept, { mode: 0o600 });
    const stolen = await piped(['token'], []);

    expect({ exit, text }).toEqual({ exit: 0, text: expect.stringMatching(/signed out {2}ops@/) });
    expect(without.text).toContain('run `onboard login`, or set ONBOARD_USERNAME');
    expect(stolen.text).toMatch(/is over \(Refresh Token has been revoked\): run `onboard login`/);
  });

  it('says that nobody was signed in', async () => {
    await piped(['logout'], []);

    expect(await piped(['logout'], [])).toMatchObject({
      code: 0,
      text: expect.stringContaining('nobody was signed in'),
    });
  });
});
