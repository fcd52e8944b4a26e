import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Halt, unwritable } from './level/stateError.ts';
import { visible } from './visible.ts';

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

/** Logs to files of this folder; `say` decides what reaches the terminal. */
export const fileLog = (folder: string, say: (line: string) => void, halt: Halt): Log => {
  const append = (name: string, line: string): void => {
    try {
      appendFileSync(join(folder, `${name}.log`), visible(line));
    } catch (error) {
      halt(unwritable(folder, error));
    }
  };
  return {
    say,
    problem(what, error) {
      append('engine', `${new Date().toISOString()} ${what}: ${text(error)}\n`);
      say(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    },
    functionOutput: append,
  };
};
