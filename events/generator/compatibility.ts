import { isDeepStrictEqual } from 'node:util';
import { knownValuesOf } from './knownValues.ts';
import type { SchemaNode } from './schemaNode.ts';

/** Event schemas by the event's name. */
export type SchemaSet = ReadonlyMap<string, SchemaNode>;

/** What a change would break, and what to do instead. */
export type Breach = string;

/** Keywords that say something to people and nothing to validators. */
const ANNOTATIONS = ['$id', '$comment', 'title', 'description', 'examples', 'deprecated'];
const STRUCTURE = ['properties', 'required', 'items'];

type Pair = { path: string; released: SchemaNode; current: SchemaNode };

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

const constraintsOf = (pair: Pair): Breach[] => {
  const keywords = new Set([...Object.keys(pair.released), ...Object.keys(pair.current)]);
  return [...keywords]
    .filter((keyword) => ![...ANNOTATIONS, ...STRUCTURE].includes(keyword))
    .filter((keyword) => !isDeepStrictEqual(pair.released[keyword], pair.current[keyword]))
    .map((keyword) => {
      const [was, is] = [shown(pair.released[keyword]), shown(pair.current[keyword])];
      return `${keyword} of ${pair.path} was ${was} and is now ${is}. Leave it as it was`;
    });
};

/** An open enumeration may get values and lose none: somebody decides by each. */
const valuesOf = ({ path, released, current }: Pair): Breach[] => {
  const known = current.enum ?? knownValuesOf(current);
  return knownValuesOf(released)
    .filter((value) => current.type === released.type && !known.includes(value))
    .map(
      (value) =>
        `${path} no longer lists the value ${shown(value)}, which subscribers know. Keep it`,
    );
};

const requirementOf = (path: string, was: boolean, is: boolean): Breach[] => {
  if (was === is) return [];
  return is
    ? [`${path} was optional and is now required. Leave it optional`]
    : [`${path} was always there and is now optional. Leave it required`];
};

const fieldOf = (pair: Pair, name: string): Breach[] => {
  const path = pair.path === '' ? name : `${pair.path}.${name}`;
  const released = pair.released.properties?.[name];
  const current = pair.current.properties?.[name];
  const [was, is] = [pair.released, pair.current].map((node) => node.required?.includes(name));
  if (!current) return [`${path} is gone. Keep it`];
  if (!released) return is ? [`${path} is new and required. Make it optional`] : [];
  return [
    ...requirementOf(path, was === true, is === true),
    ...breachesOf({ path, released, current }),
  ];
};

const itemsOf = ({ path, released, current }: Pair): Breach[] => {
  if (!released.items && !current.items) return [];
  const items = { released: released.items ?? {}, current: current.items ?? {} };
  return breachesOf({ path: `${path}[]`, ...items });
};

const breachesOf = (pair: Pair): Breach[] => {
  const [released, current] = [pair.released, pair.current].map(({ properties = {} }) =>
    Object.keys(properties),
  );
  const names = new Set([...(released ?? []), ...(current ?? [])]);
  return [
    ...constraintsOf(pair),
    ...valuesOf(pair),
    ...itemsOf(pair),
    ...[...names].flatMap((name) => fieldOf(pair, name)),
  ];
};

const fieldsOf = (node: SchemaNode, prefix = ''): string[] => [
  ...Object.entries(node.properties ?? {}).flatMap(([name, field]) => [
    `${prefix}${name}`,
    ...fieldsOf(field, `${prefix}${name}.`),
  ]),
  ...(node.items ? fieldsOf(node.items, `${prefix}[].`) : []),
];

/** The event's type and version, which the generator writes into the title. */
const titleOf = ({ title = '' }: SchemaNode) => {
  const [type = '', version = ''] = title.split(' ');
  const [major, minor] = version.split('.').map(Number);
  return { type, major: major ?? 0, minor: minor ?? 0 };
};

const minorOf = (released: SchemaNode, current: SchemaNode): Breach[] => {
  const [was, is] = [titleOf(released), titleOf(current)];
  if (is.minor < was.minor) return [`${is.type} goes back to minor ${is.minor}. Keep ${was.minor}`];
  const known = new Set(fieldsOf(released));
  const added = fieldsOf(current).filter((field) => !known.has(field));
  return added.length > 0 && is.minor === was.minor
    ? [`${added.join(', ')} is new in ${is.type}. Declare minor ${was.minor + 1}`]
    : [];
};

const compared = (name: string, released: SchemaNode, current: SchemaNode | undefined) => {
  if (!current) {
    return [
      `${name}: it is gone, and its subscribers wait. Declare it again; to retire it, wait until nobody subscribes to it and delete docs/events/released/${name}.json with it.`,
    ];
  }
  const { type, major } = titleOf(released);
  const beside = `or declare ${type} ${major + 1}.0 beside it and publish both.`;
  return [
    ...breachesOf({ path: '', released, current }).map((breach) => `${name}: ${breach}, ${beside}`),
    ...minorOf(released, current).map((breach) => `${name}: ${breach}.`),
  ];
};

/**
 * What would break somebody if the current schemas followed the released ones: subscribers that
 * validate by the released schema, partners that publish by it, and those who replay old events by
 * the current one. Between them, nothing that is declared may change; only optional fields may come.
 */
export const breaches = (released: SchemaSet, current: SchemaSet): Breach[] =>
  [...released].flatMap(([name, schema]) => compared(name, schema, current.get(name)));
