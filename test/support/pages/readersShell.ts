import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { main } from '../../../cli/main.ts';

/** What a command prints, on both streams as a terminal shows it, and its exit code. */
export type Printed = { text: string; code: number };

/** Longer than any command of the pages takes. */
const PATIENCE_MS = 30_000;

const END = '\u0004';

/** `npx` in a folder that is no checkout: the command line of this one. */
const npxIn = async (folder: string, checkout: string): Promise<string> => {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const entry = join(checkout, 'cli', 'onboard.mjs');
  await writeFile(
    join(bin, 'npx'),
    `#!/bin/sh\nshift\nexec '${process.execPath}' '${entry}' "$@"\n`,
  );
  await chmod(join(bin, 'npx'), 0o755);
  return bin;
};

const inherited = (folder: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS_|ONBOARD_|LOCAL_DIR$)/.test(name)),
  ),
  XDG_STATE_HOME: join(folder, 'state'),
});

/** One bash, as a reader has it who goes from page to page: what a line sets, later ones have. */
export const readersShell = async (folder: string, checkout: string) => {
  const path = `${await npxIn(folder, checkout)}:${process.env['PATH']}`;
  const bash = spawn('bash', ['--noprofile', '--norc'], {
    cwd: folder,
    env: { ...inherited(folder), PATH: path, AWS_PAGER: '', AWS_EC2_METADATA_DISABLED: 'true' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  bash.stdout.setEncoding('utf8');

  const run = async (command: string): Promise<Printed> => {
    const ended = new Promise<Printed>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`never ended: ${command}`)), PATIENCE_MS);
      let printed = '';
      const take = (chunk: string) => {
        printed += chunk;
        const [text = '', code, rest] = printed.split(END);
        if (rest === undefined) return;
        bash.stdout.off('data', take);
        clearTimeout(late);
        resolve({ text, code: Number(code) });
      };
      bash.stdout.on('data', take);
    });
    bash.stdin.write(`{ ${command}\n} </dev/null 2>&1\nprintf '${END}%d${END}' $?\n`);
    return ended;
  };

  /** The words of a command line, as the shell gives them to a program. */
  const words = async (line: string): Promise<string[]> =>
    (await run(`printf '%s\\0' ${line}`)).text.split('\0').slice(0, -1);

  return {
    run,
    /** `npx onboard …` in this process; `typed` is what its reader answers. */
    async onboard(line: string, typed: string): Promise<Printed> {
      const argv = [process.execPath, 'onboard', ...(await words(line))];
      let text = '';
      const screen = { write: (part: string) => (text += part) };
      const stdin = Object.assign(new PassThrough(), { isTTY: true });
      stdin.end(typed);
      const code = await main(argv, {
        stdin,
        stdout: screen,
        stderr: screen,
        env: inherited(folder),
      });
      return { text: text.replace(/^target: .*\n/, ''), code };
    },
    async end(): Promise<void> {
      const gone = once(bash, 'exit');
      bash.stdin.end();
      await gone;
    },
  };
};
export type ReadersShell = Awaited<ReturnType<typeof readersShell>>;
