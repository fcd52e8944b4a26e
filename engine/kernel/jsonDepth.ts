/**
 * How deep JSON may nest. AWS names no limit; this is what Jackson has by default, and far from where walking
 * through a value would overflow the stack.
 */
const DEEPEST = 1_000;

const TOKEN = /["[\]{}]/g;
const TEXT_END = /\\.|"/gs;

const STEP: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };

/** Where a text ends that begins at a quote. */
const afterText = (json: string, from: number): number => {
  TEXT_END.lastIndex = from;
  for (let found = TEXT_END.exec(json); found; found = TEXT_END.exec(json)) {
    if (found[0] === '"') return TEXT_END.lastIndex;
  }
  return json.length;
};

/** Throws SyntaxError when JSON nests deeper than anybody needs; whether it is JSON is not looked at. */
export const checkDepth = (json: string): void => {
  let depth = 0;
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(json); found; found = TOKEN.exec(json)) {
    depth += STEP[found[0]] ?? 0;
    if (depth > DEEPEST) throw new SyntaxError(`nested deeper than ${DEEPEST} levels`);
    if (found[0] === '"') TOKEN.lastIndex = afterText(json, TOKEN.lastIndex);
  }
};
