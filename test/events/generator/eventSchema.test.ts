import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isJsonObject, type Json, JsonObject } from '../../../engine/kernel/json.ts';
import { catalog } from '../../../events/catalog.ts';
import { currentSchemas } from '../../../events/generator/artefacts.ts';
import { SchemaNode } from '../../../events/generator/schemaNode.ts';

type Mutant = { name: string; event: JsonObject };

const ajv = new Ajv2020({ strict: true });
addFormats.default(ajv);

const schemas = currentSchemas();
const schemaOf = (name: string) => SchemaNode.parse(schemas.get(name));
const sampleOf = (name: string) =>
  JsonObject.parse(JSON.parse(JSON.stringify(schemaOf(name)['examples'])).at(0));

/** A copy in which one place has another value, or none. */
const changed = (whole: JsonObject, [first = '', ...rest]: string[], value?: Json): JsonObject => {
  const inner = whole[first];
  return {
    ...whole,
    [first]: rest.length > 0 && isJsonObject(inner) ? changed(inner, rest, value) : value,
  };
};

const valueAt = (whole: Json | undefined, [first, ...rest]: string[]): Json | undefined =>
  first === undefined || !isJsonObject(whole) ? whole : valueAt(whole[first], rest);

/** A value of each JSON type but one. */
const ofOtherTypes = (type: string | undefined): Json[] => {
  const values: Record<string, Json> = { string: 'x', number: 4.2, boolean: true, null: null };
  const all: Record<string, Json> = { ...values, array: [{}], object: { a: 1 } };
  return Object.entries(all)
    .filter(([name]) => name !== type)
    .map(([, value]) => value);
};

/** Values of the right type that break the node's other keywords. */
const malformed = (node: SchemaNode): Json[] => [
  ...(node.enum || node['const'] || node['pattern'] ? ['', '<none>', '\u0000'] : []),
  ...(node.format ? ['yesterday', 'a@', '2026-13-45T00:00:00Z'] : []),
  ...(node['minLength'] ? [''] : []),
  ...(typeof node['maxLength'] === 'number' ? ['a'.repeat(node['maxLength'] + 1)] : []),
  ...(node.items ? [[42], [null]] : []),
];

const mutantsOf = (node: SchemaNode, sample: JsonObject, path: string[] = []): Mutant[] =>
  Object.entries(node.properties ?? {}).flatMap(([name, field]) => {
    const place = [...path, name];
    const title = place.join('.');
    const wrong = [...ofOtherTypes(field.type), ...malformed(field)].map((value) => ({
      name: `${title} = ${JSON.stringify(value).slice(0, 40)}`,
      event: changed(sample, place, value),
    }));
    const dropped = { name: `${title} dropped`, event: changed(sample, place) };
    return [
      ...(node.required?.includes(name) ? [dropped] : []),
      ...wrong,
      ...mutantsOf(field, sample, place),
    ];
  });

/** Without the fields that `changed` has dropped: an absent field is not an undefined one. */
const onTheWire = (event: JsonObject): unknown => JSON.parse(JSON.stringify(event));

const optional = (node: SchemaNode, path: string[] = []): string[][] =>
  Object.entries(node.properties ?? {}).flatMap(([name, field]) => [
    ...(node.required?.includes(name) ? [] : [[...path, name]]),
    ...optional(field, [...path, name]),
  ]);

describe.each(catalog.map((event) => [event.name, event] as const))(
  'the JSON Schema of %s',
  (name, event) => {
    const accepts = ajv.compile(schemaOf(name));
    const sample = sampleOf(name);
    const mutants = mutantsOf(schemaOf(name), sample);

    it('accepts the golden sample', () => {
      expect(accepts(sample) ? [] : accepts.errors).toEqual([]);
    });

    it('has mutants of every field of the sample', () => {
      const places = Object.keys(sample).length;

      expect(mutants.length).toBeGreaterThan(places * 5);
    });

    it('rejects every mutant of it', () => {
      expect(
        mutants.filter((mutant) => accepts(onTheWire(mutant.event))).map((m) => m.name),
      ).toEqual([]);
    });

    it('agrees with the parser: it rejects them too', () => {
      const parses = (given: unknown) => event.envelope.safeParse(given).success;

      expect(
        mutants.filter((mutant) => parses(onTheWire(mutant.event))).map((m) => m.name),
      ).toEqual([]);
    });

    it('accepts it without any of its optional fields', () => {
      const places = optional(schemaOf(name)).filter(
        (place) => valueAt(sample, place) !== undefined,
      );

      expect(places.filter((place) => !accepts(onTheWire(changed(sample, place))))).toEqual([]);
    });

    it('accepts a newer minor with a field that it does not know', () => {
      const newer = changed(sample, ['detail', 'metadata', 'version'], `${event.major}.9`);

      expect(accepts(changed(newer, ['detail', 'data', 'notYetInvented'], 1))).toBe(true);
    });

    it.each([`${event.major + 1}.0`, `${event.major}0.0`])('rejects the version %s', (version) => {
      expect(accepts(changed(sample, ['detail', 'metadata', 'version'], version))).toBe(false);
    });
  },
);
