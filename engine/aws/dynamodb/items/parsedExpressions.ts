import { createRequire } from 'node:module';
import { RecentlyUsed } from '../../../kernel/recentlyUsed.ts';

/** What dynalite's parsers are given beside the text; they strike out the names that the text uses. */
type Context = {
  attrNames?: Record<string, string>;
  attrVals?: Record<string, object>;
  unusedAttrNames: Record<string, true>;
  unusedAttrVals: Record<string, true>;
};
type Options = { context: Context };
type Parser = { parse(text: string, options: Options): unknown };

/** A parsed text whose values are stand-ins, and what it used. */
type Parsed = {
  result: unknown;
  nameOf: ReadonlyMap<object, string>;
  usedNames: readonly string[];
  usedValues: readonly string[];
};

const KEPT = 500;

/** These compare or read the values themselves while they are parsed. */
const DEPENDS_ON_VALUES = /\bbetween\b|attribute_type/i;

const load = createRequire(import.meta.url);

const keyOf = (text: string, { attrNames = {}, attrVals = {} }: Context): string =>
  JSON.stringify([
    text,
    attrNames,
    Object.entries(attrVals).map(([name, value]) => [name, Object.keys(value)]),
  ]);

/** A copy of a syntax tree with the values of another request. */
const withValues = (
  tree: unknown,
  nameOf: Parsed['nameOf'],
  values: Record<string, object>,
): unknown => {
  const copied = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    const name = nameOf.get(part);
    if (name !== undefined) return values[name];
    return Array.isArray(part) ? part.map(copied) : copiedObject(part);
  };
  const copiedObject = (part: object): object => {
    const copy = Object.create(Object.getPrototypeOf(part));
    for (const [key, value] of Object.entries(part)) copy[key] = copied(value);
    return copy;
  };
  return copied(tree);
};

const allOf = (names: object): Record<string, true> =>
  Object.fromEntries(Object.keys(names).map((name) => [name, true]));

const usedOf = (names: object, unused: object): string[] =>
  Object.keys(names).filter((name) => !Object.hasOwn(unused, name));

const parsed = (parse: Parser['parse'], text: string, context: Context): Parsed => {
  const { attrNames = {} } = context;
  const attrVals = Object.fromEntries(
    Object.entries(context.attrVals ?? {}).map(([name, value]) => [name, { ...value }]),
  );
  const unusedAttrNames = allOf(attrNames);
  const unusedAttrVals = allOf(attrVals);
  const result = parse(text, {
    context: { ...context, attrVals, unusedAttrNames, unusedAttrVals },
  });
  return {
    result,
    nameOf: new Map(Object.entries(attrVals).map(([name, value]) => [value, name])),
    usedNames: usedOf(attrNames, unusedAttrNames),
    usedValues: usedOf(attrVals, unusedAttrVals),
  };
};

const remember = (parser: Parser): void => {
  const parse = parser.parse.bind(parser);
  const kept = new RecentlyUsed<Parsed>(KEPT);
  parser.parse = (text, options) => {
    if (DEPENDS_ON_VALUES.test(text)) return parse(text, options);
    const { context } = options;
    const known = kept.computed(keyOf(text, context), () => parsed(parse, text, context));
    for (const name of known.usedNames) delete context.unusedAttrNames[name];
    for (const name of known.usedValues) delete context.unusedAttrVals[name];
    return withValues(known.result, known.nameOf, context.attrVals ?? {});
  };
};

/**
 * Lets dynalite's parsers remember what they have parsed, by text, names and types of values. They read
 * without lookahead tables, and callers send the same few texts over and over.
 */
export const rememberExpressions = (): void => {
  for (const kind of ['conditionParser', 'updateParser', 'projectionParser'])
    remember(load(`dynalite/db/${kind}`));
};
