import type { Described } from './asyncApi.ts';
import { markdownTable } from './markdownTable.ts';
import { SchemaNode } from './schemaNode.ts';

const fieldsOf = (schema: unknown): string => {
  const data = SchemaNode.parse(schema).properties?.['detail']?.properties?.['data'];
  return Object.keys(data?.properties ?? {})
    .map((name) => (data?.required?.includes(name) ? name : `${name}?`))
    .join(', ');
};

/** The README's table of events. */
export const readmeTable = (described: readonly Described[]): string =>
  markdownTable(
    ['event', 'says', '`data`'],
    described.map(({ event, schema }) => [`\`${event.name}\``, event.prose.says, fieldsOf(schema)]),
  );
