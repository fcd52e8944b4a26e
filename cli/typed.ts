import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Failure } from '../client/failure.ts';
import type { Session } from './session.ts';

/** Where a terminal's echo goes: what is typed is not shown. */
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * Asks for secrets, one after the other: at a terminal without showing what is typed, else by lines of stdin.
 * Throws Failure when the input ends, or somebody presses Ctrl-C.
 */
export const typed = ({ stdin, terminal }: Session) => {
  let lines: ReturnType<typeof createInterface> | undefined;
  let given: AsyncIterator<string> | undefined;
  const open = () => {
    const isTerminal = stdin.isTTY === true;
    lines = createInterface({ input: stdin, output: nowhere(), terminal: isTerminal });
    lines.on('SIGINT', () => lines?.close());
    return lines[Symbol.asyncIterator]();
  };
  return {
    async ask(what: string): Promise<string> {
      given ??= open();
      terminal.note(`${what}:`);
      const { done, value } = await given.next();
      if (!done && value !== '') return value;
      throw new Failure(`${what} was not given: nothing was done`);
    },
    close: () => lines?.close(),
  };
};
export type Typed = ReturnType<typeof typed>;
