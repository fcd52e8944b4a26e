import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '../catalog.ts';
import { guide } from '../guide.ts';
import { asyncApi } from './asyncApi.ts';
import { catalogue } from './catalogue.ts';
import { eventSchema } from './eventSchema.ts';
import { SchemaNode } from './schemaNode.ts';

const SAMPLES = 'test/events/samples';

/** Where the contract's files are. */
export const CONTRACT = 'docs/events';
/** Where the schemas are that subscribers already count on. */
export const RELEASED = `${CONTRACT}/released`;

const readJson = (...path: string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));

const described = (event: (typeof catalog)[number]) => {
  const sample = event.detail.parse(readJson(SAMPLES, `${event.name}.json`));
  return { event, schema: eventSchema(event, { says: guide[event.type].says, sample }) };
};

const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Every generated file of the contract: its path and its text. */
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
