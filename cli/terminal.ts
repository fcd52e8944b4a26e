import { stripVTControlCharacters, styleText } from 'node:util';
import Table from 'cli-table3';
import { visible, visibleLines } from './visible.ts';

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

const linesOf = (head: string[], rows: string[][]): string[] => {
  const table = new Table({ ...BORDERLESS, head });
  table.push(...rows);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
};

const fits = (line: string, { columns }: Stream): boolean =>
  columns === undefined || stripVTControlCharacters(line).length <= columns;

/** Where a command prints; `columns` of a table are its headings. */
export type Terminal = ReturnType<typeof terminal>;

/** Where text is printed, as a process has it. */
export type Stream = { write(text: string): unknown; isTTY?: boolean; columns?: number };

/** Where answers are read, as a process has it. */
export type Input = NodeJS.ReadableStream & { isTTY?: boolean };

/** A word with its colour; the terminal knows what of it is text. */
export type Painted = Readonly<{ tone: Tone; text: string }>;

/** What is printed in one place, on one line. */
export type Cell = string | Painted;

const BETWEEN_PARTS = '  ';

/**
 * Prints what was asked for on `out` and everything about it on `err`; colours only on a terminal. All that is
 * printed may hold data of others, so control characters are shown, and never sent.
 */
export const terminal = (out: Stream, err: Stream, environment: NodeJS.ProcessEnv) => {
  const coloured = out.isTTY === true && environment['NO_COLOR'] === undefined;
  const shown = (cell: Cell): string => {
    if (typeof cell === 'string') return visible(cell);
    const text = visible(cell.text);
    return coloured ? styleText(COLOURS[cell.tone], text, { validateStream: false }) : text;
  };
  const paint = (tone: Tone, text: string): Painted => ({ tone, text });
  return {
    /** One line of these parts. */
    line: (...parts: readonly Cell[]): void => {
      out.write(`${parts.map(shown).join(BETWEEN_PARTS)}\n`);
    },
    paint,
    json: (value: unknown): void => {
      out.write(`${visibleLines(JSON.stringify(value, null, 2))}\n`);
    },
    /** May have several lines. */
    note: (text: string): void => {
      err.write(`${visibleLines(text)}\n`);
    },
    /** On a terminal that is too narrow for it, each row is a block of its own. */
    table(columns: readonly string[], rows: readonly (readonly Cell[])[]): void {
      const head = columns.map((column) => shown(paint('head', column)));
      const lines = linesOf(
        head,
        rows.map((row) => row.map(shown)),
      );
      if (columns.length === 0 || lines.every((line) => fits(line, out))) {
        out.write(`${lines.join('\n')}\n`);
        return;
      }
      const blocks = rows.map((row) => row.map((cell, at) => [head[at] ?? '', shown(cell)]));
      out.write(`${blocks.map((block) => linesOf([], block).join('\n')).join('\n\n')}\n`);
    },
  };
};
