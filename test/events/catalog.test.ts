import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Json, JsonObject } from '../../engine/kernel/json.ts';
import { catalog } from '../../events/catalog.ts';
import { currentSchemas } from '../../events/generator/artefacts.ts';
import { sampleOf } from '../support/builders.ts';

/** Where a value may be wrong: a part of the detail and a field of it. */
type Field = { event: (typeof catalog)[number]; part: 'metadata' | 'data'; name: string };

const partOf = (detail: JsonObject, part: string) => JsonObject.parse(detail[part]);

const withField = ({ event, part, name }: Field, value: Json | undefined): JsonObject => {
  const sample = sampleOf(event.name);
  return { ...sample, [part]: { ...partOf(sample, part), [name]: value } };
};

const published = currentSchemas();

/** Whether the published schema lets a field be missing. */
const isOptional = ({ event, part, name }: Field) => {
  const detail = published.get(event.name)?.properties?.['detail'];
  return !detail?.properties?.[part]?.required?.includes(name);
};

const isNumber = ({ event, part, name }: Field): boolean => {
  const { type = '' } =
    published.get(event.name)?.properties?.['detail']?.properties?.[part]?.properties?.[name] ?? {};
  return ['integer', 'number'].includes(type);
};

const fields: Field[] = catalog.flatMap((event) =>
  (['metadata', 'data'] as const).flatMap((part) =>
    Object.keys(event.detail.shape[part].shape).map((name) => ({ event, part, name })),
  ),
);

const titled = (list: Field[]) =>
  list.map((field): [string, Field] => [`${field.event.name} ${field.part}.${field.name}`, field]);

const parses = ({ event }: Field, detail: JsonObject) => event.detail.safeParse(detail).success;

const having = (name: string) => titled(fields.filter((field) => field.name === name));

const SCHEMAS = join('events', 'schemas');

const Declared = z.looseObject({ name: z.string(), pattern: z.object({}), envelope: z.object({}) });

/** The names of the events that a file declares. */
const declaredIn = async (file: string): Promise<string[]> => {
  const exported: object = await import(resolve(SCHEMAS, file));
  return Object.values(exported).flatMap((value) => Declared.safeParse(value).data?.name ?? []);
};

describe('catalog', () => {
  it('lists each event that is declared in events/schemas', async () => {
    const declared = await Promise.all(readdirSync(SCHEMAS).map(declaredIn));

    const listed: string[] = catalog.map(({ name }) => name);
    expect(declared.flat().filter((name) => !listed.includes(name))).toEqual([]);
    expect(declared.flat()).toHaveLength(listed.length);
  });

  it('names each event and major once', () => {
    expect(new Set(catalog.map((event) => event.name)).size).toBe(catalog.length);
  });

  it.each(titled(fields))('has an example of %s', (_title, { event, part, name }) => {
    expect(partOf(sampleOf(event.name), part)).toHaveProperty(name);
  });

  it.each(catalog.map((event) => [event.name, event] as const))(
    'has an example of %s as it arrives: parsing changes nothing of it',
    (name, { example }) => {
      expect(partOf(sampleOf(name), 'data')).toEqual(example);
    },
  );

  it.each(titled(fields.filter((field) => !isOptional(field))))(
    'refuses %s missing',
    (_title, field) => {
      expect(parses(field, withField(field, undefined))).toBe(false);
    },
  );

  it.each(titled(fields.filter(isOptional)))('accepts %s missing', (_title, field) => {
    expect(parses(field, withField(field, undefined))).toBe(true);
  });

  it.each(titled(fields))('refuses %s of another type', (_title, field) => {
    const wrong = [isNumber(field) ? '42' : 42, null, { a: 1 }];

    expect(wrong.map((value) => parses(field, withField(field, value)))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each(having('version'))('accepts a newer minor: %s', (_title, field) => {
    expect(parses(field, withField(field, '1.7'))).toBe(true);
  });

  it.each(having('version'))('refuses any other major: %s', (_title, field) => {
    const versions = ['2.0', '0.9', '10.0', '11.0', '1', '1.', '1.0.0', '1.x', ' 1.0'];

    expect(versions.filter((version) => parses(field, withField(field, version)))).toEqual([]);
  });

  it.each(having('tenantId'))('refuses ids that are none of ours: %s', (_title, field) => {
    const ids = ['', 't1', 'tenant1', '*', `t\${aws:userid}`, 'T01KE3Q5W0X9R6M3H8YVB2FJ7SK'];

    expect(ids.filter((id) => parses(field, withField(field, id)))).toEqual([]);
  });

  const growing = ['tier', 'deployment', 'role'].flatMap(having);

  it.each(growing)('takes a value of %s that only a later version knows', (_title, field) => {
    expect(parses(field, withField(field, 'unheard'))).toBe(true);
  });

  it.each(growing)('refuses for %s what can be no value of it', (_title, field) => {
    const values = ['', ' ', 'premium ', '1st', 'a|b', 'x'.repeat(65)];

    expect(values.filter((value) => parses(field, withField(field, value)))).toEqual([]);
  });

  it.each(having('eventId'))('refuses what is no ULID: %s', (_title, field) => {
    const ids = ['', 'abc', '8ZZZZZZZZZZZZZZZZZZZZZZZZZ', '01ke3q5w0xag5c2d7q8n4tzp1a'];

    expect(ids.filter((id) => parses(field, withField(field, id)))).toEqual([]);
  });

  it.each(having('occurredAt'))('refuses times that are not UTC: %s', (_title, field) => {
    const times = ['yesterday', '2026-01-05', '2026-01-05T09:30:00+02:00', '2026-13-05T09:30:00Z'];

    expect(times.filter((time) => parses(field, withField(field, time)))).toEqual([]);
  });

  it.each(having('tenantId'))('strips a field that it does not know beside %s', (_title, field) => {
    const known = sampleOf(field.event.name);

    expect(field.event.detail.parse(withField({ ...field, name: 'notYetInvented' }, 1))).toEqual(
      known,
    );
  });
});
