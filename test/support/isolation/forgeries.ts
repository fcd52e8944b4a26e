import { z } from 'zod';
import { JsonObject } from '../../../engine/kernel/json.ts';
import { catalog } from '../../../events/catalog.ts';
import { aTenantId, aUlid, sampleOf } from '../builders.ts';

type Path = readonly string[];

/** What decides whose resources an event is about: tenants, pools, clients, registrations, addresses. */
const NAMES_SOMEBODY = /tenant|pool|client|registration|email|address|correlation|causation|user/i;

const fieldsOf = (schema: z.ZodObject, path: Path = []): Path[] =>
  Object.entries(schema.shape).flatMap(([name, field]) => {
    const inner = field instanceof z.ZodArray ? field.element : field;
    return inner instanceof z.ZodObject
      ? fieldsOf(inner, [...path, name])
      : [[...path, name] as const];
  });

/** Another's: of the right form, so that nothing but the publisher's right stands in its way. */
const foreign = (name: string): string => {
  if (/tenantId/i.test(name)) return aTenantId(9);
  if (/email/i.test(name)) return 'mallory@evil.example';
  return aUlid(9);
};

const forged = (value: JsonObject, [name = '', ...rest]: Path): JsonObject => {
  const inner = JsonObject.or(z.array(JsonObject)).safeParse(value[name]).data;
  if (rest.length === 0 || inner === undefined) return { ...value, [name]: foreign(name) };
  return {
    ...value,
    [name]: Array.isArray(inner) ? inner.map((one) => forged(one, rest)) : forged(inner, rest),
  };
};

/** Every event of the catalogue with every field, in turn, that names somebody else than it should. */
export const forgeries = catalog.flatMap((event) =>
  fieldsOf(event.detail)
    .filter((path) => NAMES_SOMEBODY.test(path.at(-1) ?? ''))
    .map((path) => ({
      event,
      field: path.join('.'),
      detail: forged(sampleOf(event.name), path),
    })),
);
