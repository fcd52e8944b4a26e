import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lambdaEngine } from './lambdaEngine.ts';

let engine: Awaited<ReturnType<typeof lambdaEngine>>;

beforeAll(async () => {
  engine = await lambdaEngine();
});

afterAll(() => engine.destroy());

describe('bootstrap', () => {
  it('answers a thrown error by its name, and stays warm', async () => {
    await engine.create(
      'throws',
      `let served = 0;
      class Refused extends Error { name = 'Refused'; }
      export const handler = async () => { served += 1; if (served === 1) throw new Refused('no'); return served; };`,
    );

    const first = await engine.invoke('throws');
    const second = await engine.invoke('throws');

    expect(first).toMatchObject({
      FunctionError: 'Unhandled',
      value: { errorType: 'Refused', errorMessage: 'no', trace: expect.any(Array) },
    });
    expect(second.value).toBe(2);
  });

  it.each([
    { what: 'a thrown text', body: "throw 'no'", errorType: 'string', says: /^no$/ },
    {
      what: 'an exit',
      body: 'process.exit(3)',
      errorType: 'Runtime.ExitError',
      says: /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/,
    },
    {
      what: 'an exit with 0',
      body: 'process.exit(0)',
      errorType: 'Runtime.ExitError',
      says: /Runtime exited without providing a reason$/,
    },
    {
      what: 'an uncaught error',
      body: "setTimeout(() => { throw new RangeError('late') }); await new Promise(() => {})",
      errorType: 'RangeError',
      says: /^late$/,
    },
    {
      what: 'a rejection that nobody handles',
      body: "Promise.reject(new Error('lost')); await new Promise(() => {})",
      errorType: 'Runtime.UnhandledPromiseRejection',
      says: /^Error: lost$/,
    },
    {
      what: 'more than its memory',
      body: 'const all = []; for (;;) all.push(new Array(1e5).fill(all.length))',
      errorType: 'Runtime.ExitError',
      says: /Runtime exited with error: exit status 1$/,
    },
    {
      what: 'an answer past 6 MB',
      body: "return 'x'.repeat(6_291_600)",
      errorType: 'Function.ResponseSizeTooLarge',
      says: /6291556 bytes/,
    },
    {
      what: 'an answer that is no JSON',
      body: 'return 1n',
      errorType: 'Runtime.JSONStringifyError',
      says: /^Unable to stringify response body$/,
    },
  ])('answers $what', async ({ what, body, errorType, says }) => {
    const name = what.replaceAll(' ', '-');
    await engine.create(name, `export const handler = async () => { ${body} };`, { Timeout: 60 });

    const { FunctionError, value } = await engine.invoke(name);

    expect(FunctionError).toBe('Unhandled');
    expect(value).toMatchObject({ errorType, errorMessage: expect.stringMatching(says) });
  });

  it('starts anew after an exit', async () => {
    await engine.create(
      'exits-once',
      'let served = 0; export const handler = async (e) => { if (e.exit) process.exit(1); return (served += 1); };',
    );

    await engine.invoke('exits-once');
    await engine.invoke('exits-once', { exit: true });
    const after = await engine.invoke('exits-once');

    expect(after.value).toBe(1);
  });

  it.each([
    {
      Handler: 'other.handler',
      errorType: 'Runtime.ImportModuleError',
      errorMessage: "Error: Cannot find module 'other'",
    },
    {
      Handler: 'index.other',
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: 'index.other is undefined or not exported',
    },
    {
      Handler: 'index',
      errorType: 'Runtime.MalformedHandlerName',
      errorMessage: 'Bad handler',
    },
  ])('answers $errorType for the handler $Handler', async ({ Handler, ...error }) => {
    const name = Handler.replaceAll('.', '-');
    await engine.create(name, 'export const handler = async () => 1;', { Handler });

    const { FunctionError, value } = await engine.invoke(name);

    expect(FunctionError).toBe('Unhandled');
    expect(value).toMatchObject(error);
  });

  it.each([
    ['a missing import', "import 'nowhere';", 'Runtime.ImportModuleError'],
    ['a syntax error', 'export const handler = ;', 'Runtime.UserCodeSyntaxError'],
    ['an error while it loads', "throw new TypeError('no config');", 'TypeError'],
  ])('answers a module with %s, at each invocation', async (what, source, errorType) => {
    const name = what.replaceAll(' ', '-');
    await engine.create(name, source);

    await engine.invoke(name);
    const { FunctionError, value } = await engine.invoke(name);

    expect(FunctionError).toBe('Unhandled');
    expect(value).toMatchObject({ errorType });
  });

  it('waits for what a callback handler left running', async () => {
    await engine.create(
      'callback',
      `let late = 'not yet';
      export const handler = (event, context, callback) => {
        if (event.read) return callback(null, late);
        setTimeout(() => { late = 'done'; }, 20);
        callback(null, { get late() { return late; } });
      };`,
    );

    const answer = await engine.invoke('callback');
    const again = await engine.invoke('callback', { read: true });

    expect([answer.value, again.value]).toEqual([{ late: 'done' }, 'done']);
  });

  it('does not wait when the callback handler says so', async () => {
    await engine.create(
      'hasty',
      `export const handler = (event, context, callback) => {
        context.callbackWaitsForEmptyEventLoop = false;
        setInterval(() => {}, 1000);
        callback(event.fail ? new Error('no') : null, 'now');
      };`,
    );

    const answer = await engine.invoke('hasty');
    const failed = await engine.invoke('hasty', { fail: true });

    expect(answer.value).toBe('now');
    expect(failed.value).toMatchObject({ errorType: 'Error', errorMessage: 'no' });
  });

  it('answers null when a handler before Node 24 neither returns a promise nor calls back', async () => {
    await engine.create('old', 'export const handler = () => 1;', { Runtime: 'nodejs22.x' });
    await engine.create('new', 'export const handler = () => 1;', { Runtime: 'nodejs24.x' });

    expect((await engine.invoke('old')).value).toBeNull();
    expect((await engine.invoke('new')).value).toBe(1);
  });

  it('refuses callback handlers from Node 24 on', async () => {
    const source = 'export const handler = (event, context, callback) => callback(null, 1);';
    await engine.create('deprecated', source, { Runtime: 'nodejs24.x' });

    const { value } = await engine.invoke('deprecated');

    expect(value).toMatchObject({ errorType: 'Runtime.CallbackHandlerDeprecated' });
  });

  it.each([
    {
      file: 'index.js',
      Handler: 'index.handler',
      source: 'exports.handler = async () => __filename;',
    },
    {
      file: 'src/app.cjs',
      Handler: 'src/app.handlers.one',
      source: 'exports.handlers = { one: async () => __filename };',
    },
  ])('runs CommonJS in $file, below a package of ES modules', async ({ file, Handler, source }) => {
    await writeFile(join(engine.directory, 'package.json'), '{"type":"module"}');
    const LocalDirectory = await engine.code(source, file);
    const name = file.replaceAll(/\W/g, '-');
    await engine.create(name, '', { Handler, Code: { LocalDirectory } });

    const { value } = await engine.invoke(name);

    expect(value).toBe(`${LocalDirectory}/${file}`);
  });

  it('keeps what a function prints in its own log', async () => {
    await engine.create(
      'prints',
      "export const handler = async () => { console.log('out'); console.error('err'); process.exit(0); };",
    );

    await engine.invoke('prints');

    const log = await readFile(join(engine.directory, 'logs', 'prints.log'), 'utf8');
    expect(log).toContain('out\n');
    expect(log).toContain('err\n');
    expect(log).toContain('Runtime.ExitError');
  });
});
