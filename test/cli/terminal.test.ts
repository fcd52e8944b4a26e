import { describe, expect, it } from '@jest/globals';
import { terminal } from '../../cli/terminal.ts';

const ESCAPE = '\u001b[';

const printed = (isTTY: boolean, environment: NodeJS.ProcessEnv = {}) => {
  const out: string[] = [];
  const stream = (lines: string[]) => ({ isTTY, write: (text: string) => lines.push(text) > 0 });
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

  it('colours on a terminal', () => {
    expect(printed(true)).toContain(`${ESCAPE}32mactive${ESCAPE}39m`);
  });

  it('does not where NO_COLOR is set', () => {
    expect(printed(true, { NO_COLOR: '1' })).not.toContain(ESCAPE);
  });
});
