import { ContextKeys } from './contextKeys.ts';

type Part =
  | { kind: 'text'; text: string }
  | { kind: 'wildcard'; text: '*' | '?' }
  | { kind: 'variable'; name: string; initial: string | undefined };

const TOKEN = /\$\{([^}]*)\}|[*?]/g;
const VARIABLE = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/;

const variable = (inside: string): Part => {
  if (inside === '*' || inside === '?' || inside === '$') return { kind: 'text', text: inside };
  const [, name = inside, initial] = VARIABLE.exec(inside) ?? [];
  return { kind: 'variable', name, initial };
};

const tokenPart = (token: string, inside: string | undefined, variables: boolean): Part => {
  if (token === '*' || token === '?') return { kind: 'wildcard', text: token };
  return variables ? variable(inside ?? '') : { kind: 'text', text: token };
};

const partsOf = (text: string, variables: boolean): Part[] => {
  const parts: Part[] = [];
  let end = 0;
  for (const { 0: token, 1: inside, index } of text.matchAll(TOKEN)) {
    parts.push({ kind: 'text', text: text.slice(end, index) });
    parts.push(tokenPart(token, inside, variables));
    end = index + token.length;
  }
  return [...parts, { kind: 'text', text: text.slice(end) }];
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A variable's value; a key with several values has none, as in AWS. */
const textOf = (part: Part, keys: ContextKeys): string | undefined => {
  if (part.kind !== 'variable') return part.text;
  const value = keys.get(part.name);
  return typeof value === 'string' ? value : part.initial;
};

const filled = (
  parts: readonly Part[],
  keys: ContextKeys,
  write: (part: Part, text: string) => string,
): string | undefined => {
  let whole = '';
  for (const part of parts) {
    const text = textOf(part, keys);
    if (text === undefined) return undefined;
    whole += write(part, text);
  }
  return whole;
};

const WILD = { '*': '.*', '?': '.' };

const asSource = (part: Part, text: string): string =>
  part.kind === 'wildcard' ? WILD[part.text] : escaped(text);

const asPattern = (parts: readonly Part[], keys: ContextKeys): RegExp | undefined => {
  const source = filled(parts, keys, asSource);
  return source === undefined ? undefined : new RegExp(`^${source}$`, 's');
};

/** Both answer undefined when a variable has no value: then nothing can be said of the text. */
export type PolicyText = {
  /** The text with its variables filled in; `*` and `?` are plain characters. */
  text(keys: ContextKeys): string | undefined;
  /** Whether a value fits, `*` and `?` being wildcards. What a variable brings in is never one. */
  fits(value: string, keys: ContextKeys): boolean | undefined;
};

const NO_KEYS = new ContextKeys();

/** A text of a policy, read once. Policies of 2008 have no variables. */
export const policyText = (given: string, variables: boolean): PolicyText => {
  const parts = partsOf(given, variables);
  const fixed = parts.every(({ kind }) => kind !== 'variable')
    ? asPattern(parts, NO_KEYS)
    : undefined;
  return {
    text: (keys) => filled(parts, keys, (_part, text) => text),
    fits: (value, keys) => (fixed ?? asPattern(parts, keys))?.test(value),
  };
};
