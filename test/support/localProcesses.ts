import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const MAIN = resolve('local/main.ts');
const TSX = pathToFileURL(resolve('node_modules/tsx/dist/loader.mjs')).href;

type Start = {
  environment?: Record<string, string>;
  /** Shell commands that come before the run's own, e.g. a limit of the system. */
  before?: string;
};

/** Runs of `npm start` in a project's folder, as processes of their own. */
export const localProcesses = (project: string) => {
  const children: ChildProcess[] = [];
  return {
    run({ environment = {}, before = ':' }: Start = {}) {
      const command = `${before}; exec "$0" --import "$1" "$2"`;
      const child = spawn('sh', ['-c', command, process.execPath, TSX, MAIN], {
        cwd: project,
        env: { ...process.env, PORT: '0', LOCAL_DIR: 'here', NODE_OPTIONS: '', ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
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
    },
    /** Ends those that still run. */
    end(): void {
      for (const child of children) child.kill('SIGKILL');
    },
  };
};
