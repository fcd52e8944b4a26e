import { styleText } from 'node:util';
import Table from 'cli-table3';

/** How a word is coloured, by what it says. */
export type Tone = 'good' | 'bad' | 'busy' | 'quiet' | 'head';

const COLOURS = { good: 'green', bad: 'red', busy: 'yellow', quiet: 'dim', head: 'bold' } as const;

const BORDERLESS = {
  chars: {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    'left-mid': '',
    mid: '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: '  ',
  },
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
};

/** Where a command prints; `columns` of a table are its headings. */
export type Terminal = ReturnType<typeof terminal>;

type Stream = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

/** Prints what was asked for on `out` and everything about it on `err`; colours only on a terminal. */
export const terminal = (out: Stream, err: Stream, environment: NodeJS.ProcessEnv) => {
  const coloured = out.isTTY === true && environment['NO_COLOR'] === undefined;
  const paint = (tone: Tone, text: string): string =>
    coloured ? styleText(COLOURS[tone], text, { validateStream: false }) : text;
  const line = (text: string): void => {
    out.write(`${text}\n`);
  };
  return {
    line,
    paint,
    json: (value: unknown): void => line(JSON.stringify(value, null, 2)),
    note: (text: string): void => {
      err.write(`${text}\n`);
    },
    table(columns: readonly string[], rows: readonly (readonly string[])[]): void {
      const head = columns.map((column) => paint('head', column));
      const table = new Table({ ...BORDERLESS, head });
      table.push(...rows.map((row) => [...row]));
      const lines = table.toString().split('\n');
      line(lines.map((each) => each.trimEnd()).join('\n'));
    },
  };
};
