import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** A run of the product in a process of its own, as `npm start` makes it. */
export type LocalRun = {
  /** All lines up to `ready`. */
  lines: readonly string[];
  outputs: Record<string, string>;
  child: ChildProcess;
  /** Ends the process by a signal and waits until it is gone; answers its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
};

const Outputs = z.record(z.string(), z.string());

/** What is started: a script that leaves and prints what `npm start` does, and whose code that is. */
export type Started = {
  script: string;
  folder?: string;
  environment?: Readonly<Record<string, string>>;
};

/** Starts the product in a folder and waits for its `ready`. Port 0 takes a free port. */
export const npmStart = async (
  directory: string,
  { script, folder, environment }: Started = { script: 'local/main.ts' },
): Promise<LocalRun> => {
  const loader = script.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...loader, script], {
    cwd: folder,
    env: { ...process.env, ...environment, PORT: '0', LOCAL_DIR: directory },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.startsWith('ready')) break;
  }
  const ready = lines.at(-1)?.startsWith('ready');
  if (!ready) throw new Error(`the run ended before it was ready:\n${lines.join('\n')}`);
  child.stdout.resume();
  return {
    lines,
    outputs: Outputs.parse(JSON.parse(await readFile(join(directory, 'outputs.json'), 'utf8'))),
    child,
    async end(signal) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
      return child.exitCode;
    },
  };
};
