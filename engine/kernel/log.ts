import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where the engine says what it does. */
export type Log = {
  /** A line for the person at the terminal. */
  say(line: string): void;
  /** A failure that has no caller to answer: kept in `engine.log` and said. */
  problem(what: string, error: unknown): void;
  /** Output of one function, kept in a file of its own. */
  functionOutput(functionName: string, text: string): void;
};

const text = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** Logs under `<directory>/logs`; `say` decides what reaches the terminal. */
export const fileLog = (directory: string, say: (line: string) => void): Log => {
  const folder = join(directory, 'logs');
  mkdirSync(folder, { recursive: true });
  const append = (name: string, line: string) => appendFileSync(join(folder, `${name}.log`), line);
  return {
    say,
    problem(what, error) {
      append('engine', `${new Date().toISOString()} ${what}: ${text(error)}\n`);
      say(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    },
    functionOutput: append,
  };
};
