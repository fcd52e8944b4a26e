import { z } from 'zod';
import { type Json, type JsonObject, JsonValue } from '../../kernel/json.ts';
import { TemplateError } from '../errors.ts';
import { inside, type Place } from './scope.ts';
import { substitute } from './substitute.ts';

/** One intrinsic function: its argument as the template has it, and what it gives. */
type Intrinsic = (argument: Json, at: Place) => Json | undefined;

const Text = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = <T>(schema: z.ZodType<T>, value: Json | undefined, at: Place): T => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new TemplateError(`${at.path}: ${issue?.message ?? 'malformed'}`);
};

/** An argument whose parts may be intrinsic functions themselves. */
const resolved = <T>(schema: z.ZodType<T>, argument: Json, at: Place): T =>
  parsed(schema, resolve(argument, at), at);

const attributeOf: Intrinsic = (argument, at) => {
  const path = typeof argument === 'string' ? argument.split(/\.(.*)/s).slice(0, 2) : argument;
  const [logicalId, name] = resolved(z.tuple([z.string(), z.string()]), path, at);
  return at.scope.attribute(logicalId, name, at.path);
};

const sub: Intrinsic = (argument, at) => {
  const Parts = z.union([
    z.string().transform((text): [string, Record<string, Json>] => [text, {}]),
    z.tuple([z.string(), z.record(z.string(), JsonValue)]),
  ]);
  const [text, variables] = parsed(Parts, argument, at);
  return substitute(text, (name) => {
    const own = variables[name];
    const value =
      own !== undefined
        ? resolve(own, at)
        : name.includes('.')
          ? attributeOf(name, at)
          : at.scope.ref(name, at.path);
    return parsed(Text, value, at);
  });
};

const select: Intrinsic = (argument, at) => {
  const [index, list] = resolved(z.tuple([z.coerce.number(), z.array(JsonValue)]), argument, at);
  const chosen = list[index];
  if (chosen === undefined) {
    throw new TemplateError(`${at.path}: index ${index} of ${list.length} values`);
  }
  return chosen;
};

const choose: Intrinsic = (argument, at) => {
  const [condition, yes, no] = parsed(z.tuple([z.string(), JsonValue, JsonValue]), argument, at);
  return at.scope.condition(condition, at.path)
    ? resolve(yes, inside(at, 1))
    : resolve(no, inside(at, 2));
};

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, at) => at.scope.ref(parsed(z.string(), argument, at), at.path),
  'Fn::GetAtt': attributeOf,
  'Fn::Sub': sub,
  'Fn::Select': select,
  'Fn::If': choose,
  'Fn::Join': (argument, at) => {
    const [separator, parts] = resolved(z.tuple([z.string(), z.array(Text)]), argument, at);
    return parts.join(separator);
  },
  'Fn::Split': (argument, at) => {
    const [separator, text] = resolved(z.tuple([z.string(), Text]), argument, at);
    return text.split(separator);
  },
  'Fn::FindInMap': (argument, at) => {
    return at.scope.mapped(resolved(z.tuple([Text, Text, Text]), argument, at), at.path);
  },
  'Fn::ImportValue': (argument, at) =>
    at.scope.exported(resolved(z.string(), argument, at), at.path),
  'Fn::Base64': (argument, at) => Buffer.from(resolved(Text, argument, at)).toString('base64'),
};

const functionIn = (value: JsonObject): [string, Json] | undefined => {
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0) return undefined;
  const [name, argument] = entry;
  return name === 'Ref' || name.startsWith('Fn::') ? [name, argument ?? null] : undefined;
};

const apply = (name: string, argument: Json, at: Place): Json | undefined => {
  const intrinsic = intrinsics[name];
  const place = inside(at, name);
  if (!intrinsic) throw new TemplateError(`${place.path}: unsupported intrinsic function`);
  return intrinsic(argument, place);
};

/** A value with every intrinsic function carried out; what gives AWS::NoValue is left out. */
export const resolve = (value: Json, at: Place): Json | undefined => {
  if (Array.isArray(value)) {
    return value
      .map((item, index) => resolve(item, inside(at, index)))
      .filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const call = functionIn(value);
  if (call) return apply(call[0], call[1], at);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const result = item === undefined ? undefined : resolve(item, inside(at, key));
      return result === undefined ? [] : [[key, result]];
    }),
  );
};
