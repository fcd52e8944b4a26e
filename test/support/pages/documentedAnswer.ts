/** What a page's stand-ins for ids, times and the like were in this run. */
export type Known = Map<string, string>;

/** Stand-ins that a later command may use again: an id, written out or cut short by `…`, a code, a word such as APP_CLIENT_ID. */
const NAMED: readonly [standIn: string, means: string][] = [
  ['\\b01[0-9A-Z]{24}(?:-r\\d+)?\\b', '01[0-9A-Z]{24}(?:-r\\d+)?'],
  ['\\bt01[0-9a-z]{24}\\b', 't01[0-9a-z]{24}'],
  ['\\b01[0-9A-Z]+…', '01[0-9A-Z]{24}'],
  ['\\bt01[0-9a-z]+…', 't01[0-9a-z]{24}'],
  [
    '\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b',
    '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
  ],
  ['\\b12345678\\b', '\\b\\d{8}\\b'],
  ['\\b[A-Z]+(?:_[A-Z]+)*_(?:ID|PASSWORD|TAG)\\b', '\\S+?'],
];

/** Stand-ins for what is another one each time. */
const NAMELESS: readonly [standIn: string, means: string][] = [
  ['\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z', '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z'],
  ['\\b\\d+\\.\\d s\\b', '\\d+\\.\\d s'],
  ['\\w*…', '.*?'],
  ['\\s+', '\\s+'],
];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const standIns = new RegExp([...NAMED, ...NAMELESS].map(([one]) => `(?:${one})`).join('|'), 'g');

const isOne = (text: string, pattern: string): boolean => new RegExp(`^(?:${pattern})$`).test(text);

/** Says what a command of the page is in this run. */
export const filledIn = (text: string, known: Known): string =>
  [...known]
    .sort(([one], [other]) => other.length - one.length)
    .reduce((filled, [standIn, value]) => filled.replaceAll(standIn, value), text);

/** A line that only says how far it is: who looks a moment later misses it. */
const isProgress = (line: string): boolean => /^\w+ …$/.test(line);

const lineBreaks = (lines: readonly string[]): string[] =>
  lines.map((line) => line.trimEnd()).filter((line) => !isProgress(line));

/** A page's answer as a pattern, and the stand-ins of its groups. A line of `…` is any number of lines. */
const patternOf = (answer: readonly string[], known: Known) => {
  const groups: string[] = [];
  const means = (standIn: string): string => {
    const value = known.get(standIn);
    if (value !== undefined) return escaped(value);
    const named = NAMED.find(([pattern]) => isOne(standIn, pattern));
    if (!named) return NAMELESS.find(([pattern]) => isOne(standIn, pattern))?.[1] ?? '';
    if (groups.includes(standIn)) return `\\${groups.indexOf(standIn) + 1}`;
    groups.push(standIn);
    return `(${named[1]})`;
  };
  const ofLine = (line: string): string => {
    if (line.trim() === '…') return '(?:.*\\n)*?';
    let pattern = '';
    let at = 0;
    for (const { 0: standIn, index } of line.matchAll(standIns)) {
      pattern += escaped(line.slice(at, index)) + means(standIn);
      at = index + standIn.length;
    }
    return `${pattern}${escaped(line.slice(at))}\\n`;
  };
  return { pattern: `^${lineBreaks(answer).map(ofLine).join('')}$`, groups };
};

/** Whether this is what a page says that a command prints; notes what the page's stand-ins were. */
export const isAnswered = (answer: readonly string[], given: string, known: Known): boolean => {
  const { pattern, groups } = patternOf(answer, known);
  const lines = lineBreaks(given.trimEnd().split('\n'));
  const found = new RegExp(pattern).exec(`${lines.join('\n')}\n`);
  groups.forEach((standIn, at) => {
    const value = found?.[at + 1];
    if (value !== undefined) known.set(standIn, value);
  });
  return found !== null;
};
