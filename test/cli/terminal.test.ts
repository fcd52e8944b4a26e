import { describe, expect, it } from '@jest/globals';
import { terminal } from '../../cli/terminal.ts';

const ESCAPE = '\u001b[';

const printed = (isTTY: boolean, environment: NodeJS.ProcessEnv = {}, columns = 80) => {
  const out: string[] = [];
  const stream = (lines: string[]) => ({
    ...(isTTY && { isTTY, columns }),
    write: (text: string) => lines.push(text) > 0,
  });
  const { table, paint } = terminal(stream(out), stream([]), environment);
  table(
    ['NAME', 'STATUS'],
    [
      ['Acme', paint('good', 'active')],
      ['Globex & Sons', 'failed'],
    ],
  );
  return out.join('');
};

describe('terminal', () => {
  it('aligns tables, without lines around them or blanks behind them', () => {
    expect(printed(false)).toBe(
      ['NAME           STATUS', 'Acme           active', 'Globex & Sons  failed', ''].join('\n'),
    );
  });

  it.each([21, 80])('prints a table that fits into %s columns as one', (columns) => {
    expect(printed(true, { NO_COLOR: '1' }, columns)).toBe(printed(false));
  });

  it('prints each row as a block where a table is wider than the terminal: nothing is cut', () => {
    expect(printed(true, { NO_COLOR: '1' }, 20)).toBe(
      ['NAME    Acme', 'STATUS  active', '', 'NAME    Globex & Sons', 'STATUS  failed', ''].join(
        '\n',
      ),
    );
  });

  it('colours on a terminal', () => {
    expect(printed(true)).toContain(`${ESCAPE}32mactive${ESCAPE}39m`);
  });

  it('does not where NO_COLOR is set', () => {
    expect(printed(true, { NO_COLOR: '1' })).not.toContain(ESCAPE);
  });
});
