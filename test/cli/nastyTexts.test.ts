import { describe, expect, it } from '@jest/globals';
import { terminal } from '../../cli/terminal.ts';
import { visible as visibleInLogs } from '../../engine/kernel/visible.ts';
import { controlsIn, NASTY } from '../support/nastyTexts.ts';

const printed = (print: (to: ReturnType<typeof terminal>) => void): string => {
  const out: string[] = [];
  const stream = { isTTY: true, write: (line: string) => out.push(line) > 0 };
  print(terminal(stream, stream, { NO_COLOR: '1' }));
  return out.join('');
};

describe('terminal', () => {
  it.each(NASTY)('shows %s in every way of printing', (_, nasty) => {
    const all = printed(({ line, note, table, paint, json }) => {
      line(nasty, paint('good', nasty));
      note(nasty);
      table([nasty], [[nasty, paint('bad', nasty)]]);
      json({ nasty });
    });

    expect(controlsIn(all)).toEqual([]);
  });

  it.each(NASTY)('keeps a line one line in spite of %s', (_, nasty) => {
    expect(printed(({ line }) => line(nasty)).match(/\n/g)).toHaveLength(1);
    expect(printed(({ table }) => table([], [[nasty]])).match(/\n/g)).toHaveLength(1);
  });

  it.each(NASTY)('prints JSON that is the same JSON with %s', (_, nasty) => {
    expect(JSON.parse(printed(({ json }) => json({ nasty })))).toEqual({ nasty });
  });
});

describe('a log', () => {
  it.each(NASTY)('shows %s', (_, nasty) => {
    expect(controlsIn(visibleInLogs(nasty))).toEqual([]);
  });
});
