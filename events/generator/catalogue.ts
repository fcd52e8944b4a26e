import type { Described } from './asyncApi.ts';
import { markdownTable } from './markdownTable.ts';
import { readingGuide } from './readingGuide.ts';
import { rulePattern } from './rulePattern.ts';
import { SchemaNode } from './schemaNode.ts';

const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

const typeOf = ({ enum: values, format, type, items }: SchemaNode): string => {
  if (values) return values.map((value) => `\`${value}\``).join(', ');
  if (items) return `array of ${typeOf(items)}`;
  return format ?? String(type);
};

const fieldRows = (node: SchemaNode, prefix = ''): string[][] =>
  Object.entries(node.properties ?? {}).flatMap(([name, field]) => [
    [
      `\`${prefix}${name}\``,
      typeOf(field),
      node.required?.includes(name) ? 'yes' : 'no',
      field.description ?? '',
    ],
    ...fieldRows(field, `${prefix}${name}.`),
  ]);

const fieldTable = (node: SchemaNode | undefined): string =>
  markdownTable(['field', 'type', 'always there', 'says'], node ? fieldRows(node) : []);

const anchorOf = (name: string): string => `[\`${name}\`](#${name.toLowerCase()})`;

const overview = (described: readonly Described[]): string =>
  markdownTable(
    ['event', 'version', 'source', 'says'],
    described.map(({ event }) => [
      anchorOf(event.name),
      event.version,
      `\`${event.source}\``,
      event.prose.says,
    ]),
  );

/** The parts of the event that all events share: everything but `data`. */
const sharedFields = ({ properties = {}, required = [] }: SchemaNode): string => {
  const { detail, ...envelope } = properties;
  return [
    'Around the event, put there by EventBridge:',
    fieldTable({ properties: envelope, required }),
    '`detail.metadata`:',
    fieldTable(detail?.properties?.['metadata']),
  ].join('\n\n');
};

const chapter = ({ event, schema }: Described): string => {
  const { says, when, means } = event.prose;
  const node = SchemaNode.parse(schema);
  return [
    `## ${event.name}`,
    `${says} Version ${event.version}; [JSON Schema](schemas/${event.name}.json).`,
    `**Published** by \`${event.source}\`. ${when}`,
    `**Means.** ${means}`,
    '`detail.data`:',
    fieldTable(node.properties?.['detail']?.properties?.['data']),
    'The pattern of its rule:',
    json(rulePattern(event)),
    'As it arrives:',
    json(schema.examples[0]),
  ].join('\n\n');
};

/** The catalogue for people, in Markdown. */
export const catalogue = (described: readonly Described[]): string =>
  `${[
    '<!-- Generated from events/catalog.ts by `npm run contracts`. -->',
    '# Tenant events',
    readingGuide,
    '## All events',
    overview(described),
    '## What all events share',
    sharedFields(SchemaNode.parse(described[0]?.schema)),
    ...described.map(chapter),
  ].join('\n\n')}\n`;
