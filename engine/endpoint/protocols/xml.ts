import type { Json, JsonObject } from '../../kernel/json.ts';

const REFERENCES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\r', '&#xD;'],
]);

const escaped = (text: string): string =>
  text.replace(/[&<>"\r]/g, (character) => REFERENCES.get(character) ?? '');

const contentOf = (value: Json, dates: ReadonlySet<string>): string => {
  if (Array.isArray(value)) {
    return value.map((member) => element('member', member, dates)).join('');
  }
  if (typeof value === 'object' && value !== null) return writeXml(value, dates);
  return escaped(String(value));
};

const element = (name: string, value: Json, dates: ReadonlySet<string>): string => {
  if (value === null) return '';
  const content =
    typeof value === 'number' && dates.has(name)
      ? new Date(value * 1000).toISOString()
      : contentOf(value, dates);
  return `<${name}>${content}</${name}>`;
};

/** JSON as the query protocol's XML: list items are `<member>`, the named dates ISO 8601. */
export const writeXml = (object: JsonObject, dates: ReadonlySet<string>): string =>
  Object.entries(object)
    .map(([name, value]) => element(name, value ?? null, dates))
    .join('');
