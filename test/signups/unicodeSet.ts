const ITEM =
  /\{(?<text>[^}]*)\}|\\u(?<hex>[0-9A-F]{4})|\\(?<escaped>.)|(?<from>\S)-(?<to>\S)|(?<plain>\S)/gu;

const unescaped = (text: string): string =>
  text.replace(/\\u([0-9A-F]{4})|\\(.)/g, (_all, hex: string | undefined, sign: string) =>
    hex === undefined ? sign : String.fromCharCode(Number.parseInt(hex, 16)),
  );

const between = (from: string, to: string): string[] => {
  const [first = 0, last = 0] = [from.codePointAt(0), to.codePointAt(0)];
  return Array.from({ length: last - first + 1 }, (_, index) =>
    String.fromCodePoint(first + index),
  );
};

const membersOf = ({
  text,
  hex,
  escaped,
  from,
  to,
  plain = '',
}: Record<string, string>): string[] => {
  if (text !== undefined) return [unescaped(text)];
  if (hex !== undefined) return [String.fromCharCode(Number.parseInt(hex, 16))];
  if (escaped !== undefined) return [escaped];
  if (from !== undefined && to !== undefined) return between(from, to);
  return [plain];
};

/** The members of a set as CLDR writes it: `[a-c é {ch} \- \u200C]`. */
export const unicodeSet = (set: string): string[] =>
  [...set.slice(1, -1).matchAll(ITEM)].flatMap(({ groups = {} }) => membersOf(groups));
