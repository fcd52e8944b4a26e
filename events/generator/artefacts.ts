import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '../catalog.ts';
import { asyncApi } from './asyncApi.ts';
import { catalogue } from './catalogue.ts';
import { eventSchema } from './eventSchema.ts';
import { SchemaNode } from './schemaNode.ts';

/** Where the contract's files are. */
export const CONTRACT = 'docs/events';
/** Where the schemas are that subscribers already count on. */
export const RELEASED = `${CONTRACT}/released`;

const readJson = (...path: string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));

const described = (event: (typeof catalog)[number]) => ({ event, schema: eventSchema(event) });

const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Every file that is generated: its path and its text. */
export const artefacts = (): ReadonlyMap<string, string> => {
  const events = catalog.map(described);
  return new Map([
    [`${CONTRACT}/README.md`, catalogue(events)],
    [`${CONTRACT}/asyncapi.json`, text(asyncApi(events))],
    ...events.map(({ event, schema }): [string, string] => [
      `${CONTRACT}/schemas/${event.name}.json`,
      text(schema),
    ]),
  ]);
};

/** The current schemas, by the event's name. */
export const currentSchemas = (): ReadonlyMap<string, SchemaNode> =>
  new Map(catalog.map((event) => [event.name, SchemaNode.parse(described(event).schema)] as const));

/** The schemas of the last release, by the event's name. */
export const releasedSchemas = (): ReadonlyMap<string, SchemaNode> =>
  new Map(
    readdirSync(RELEASED).map((file) => [
      file.replace(/\.json$/, ''),
      SchemaNode.parse(readJson(RELEASED, file)),
    ]),
  );
