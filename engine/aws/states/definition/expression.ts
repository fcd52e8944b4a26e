import { z } from 'zod';
import type { Engine } from '../../../engine.ts';
import type { Json, JsonObject } from '../../../kernel/json.ts';
import type { Random } from '../../../kernel/random.ts';
import { RecentlyUsed } from '../../../kernel/recentlyUsed.ts';
import { queryFailure } from '../run/stateFailure.ts';
import { compiler, timeFunctions } from './jsonataFunctions.ts';

/** What an expression can read: `$states` and the workflow's variables. */
export type Scope = { states: JsonObject; variables: JsonObject };

/** Evaluates every `{% … %}` of a JSON value. Throws StateFailure, naming the field. */
export type Evaluate = (template: Json, scope: Scope, location: string) => Promise<Json>;

const MARKS = /^\{%([\s\S]*)%\}$/;
const COMPILED_AT_MOST = 1_000;

const JsonataError = z.looseObject({ code: z.string().optional(), message: z.string() });

/** The JSONata text inside `{% … %}`; undefined for any other string, which is a literal. */
export const expressionIn = (text: string): string | undefined => MARKS.exec(text)?.[1]?.trim();

/** What is wrong with an expression; jsonata throws plain objects. */
export const reasonOf = (error: unknown): string => {
  const { code, message } = JsonataError.parse({
    message: String(error),
    ...(error instanceof Error ? { message: error.message } : {}),
    ...(typeof error === 'object' ? error : {}),
  });
  return code === undefined ? message : `${code}: ${message}`;
};

const plainObject = (value: object): Json => {
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) {
    throw new Error('a function is no JSON value');
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const json = plain(item);
      return json === undefined ? [] : [[key, json]];
    }),
  );
};

const plainScalar = (value: unknown): Json | undefined => {
  if (value === undefined || value === null) return value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value !== 'number') throw new Error('it is no JSON value');
  return Number.isFinite(value) ? value : String(value);
};

/** JSON without JSONata's markings. A non-finite number is its name, as on AWS; a function throws. */
const plain = (value: unknown): Json | undefined => {
  if (Array.isArray(value)) return value.map((item) => plain(item) ?? null);
  return typeof value === 'object' && value !== null ? plainObject(value) : plainScalar(value);
};

type Compiled = ReturnType<ReturnType<typeof compiler>>;

/** Compiled expressions by what they draw from: an engine that starts again compiles nothing anew. */
const compilations = new WeakMap<Random, RecentlyUsed<Compiled>>();

const compiledWith = (random: Random): RecentlyUsed<Compiled> => {
  const known = compilations.get(random) ?? new RecentlyUsed<Compiled>(COMPILED_AT_MOST);
  compilations.set(random, known);
  return known;
};

/** The evaluator of one engine; a bounded number of compiled expressions is kept. */
export const evaluator = (engine: Engine): Evaluate => {
  const compile = compiler(engine.random);
  const compiled = compiledWith(engine.random);

  const run = async (text: string, scope: Scope): Promise<Json | undefined> => {
    const time = timeFunctions(engine.clock.now());
    const bindings = { ...time, ...scope.variables, states: scope.states };
    return plain(await compiled.computed(text, () => compile(text)).evaluate(undefined, bindings));
  };

  const evaluateText = async (text: string, scope: Scope, location: string): Promise<Json> => {
    const expression = expressionIn(text);
    if (expression === undefined) return text;
    const told = `The JSONata expression '${expression}' specified for the field '${location}'`;
    const value = await run(expression, scope).catch((error: unknown) => {
      throw queryFailure(location, `${told} threw an error during evaluation. ${reasonOf(error)}`);
    });
    if (value === undefined) throw queryFailure(location, `${told} returned nothing (undefined).`);
    return value;
  };

  const evaluate: Evaluate = async (template, scope, location) => {
    if (typeof template === 'string') return evaluateText(template, scope, location);
    if (template === null || typeof template !== 'object') return template;
    if (Array.isArray(template)) {
      return Promise.all(
        template.map((item, index) => evaluate(item, scope, `${location}[${index}]`)),
      );
    }
    const fields = Object.entries(template).map(async ([key, value]) => [
      key,
      await evaluate(value ?? null, scope, `${location}/${key}`),
    ]);
    return Object.fromEntries(await Promise.all(fields));
  };
  return evaluate;
};
