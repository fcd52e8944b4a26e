import fc from 'fast-check';
import { arbitraryOf } from './arbitraryOf.ts';
import type { Operation } from './operations.ts';

type Values = Readonly<Record<string, unknown>>;

/** What a request is made of, before what is known of the product goes into it. */
export type Draft = {
  values: Readonly<Record<'path' | 'query' | 'header', Values>>;
  body: unknown;
  /** Of 100: how likely each name is given a value that the product knows. */
  known: number;
  /** Picks one of what is known, and one of who may call. */
  pick: number;
  /** Of 100: below 6, somebody calls who may not. */
  caller: number;
};

const parametersIn = (operation: Operation, place: 'path' | 'query' | 'header') => {
  const here = operation.parameters.filter((parameter) => parameter.in === place);
  return fc.record(
    Object.fromEntries(here.map(({ name, schema }) => [name, arbitraryOf(schema)])),
    {
      requiredKeys: here.filter(({ required }) => required).map(({ name }) => name),
      noNullPrototype: true,
    },
  );
};

/** Without fast-check's liking for small numbers. */
const percent = fc.noBias(fc.nat({ max: 99 }));

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const damages: readonly ((body: Values, odd: unknown) => unknown)[] = [
  (body, odd) => ({ ...body, surplus: odd }),
  (body) => Object.fromEntries(Object.entries(body).slice(1)),
  (body, odd) => Object.fromEntries(Object.entries(body).map(([name]) => [name, odd])),
  (body) => Object.fromEntries(Object.entries(body).map(([name, one]) => [name, [one]])),
  (body) => JSON.stringify(body).slice(1),
  (_, odd) => odd,
];

/** Every third body is slightly broken. */
const damaged = (body: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 2, arbitrary: body },
    {
      weight: 1,
      arbitrary: fc
        .tuple(body, fc.constantFrom(...damages), fc.jsonValue({ maxDepth: 2 }))
        .map(([whole, damage, odd]) => (isObject(whole) ? damage(whole, odd) : odd)),
    },
  );

/** Requests of an operation by its document, whole and slightly broken. */
export const draftOf = (operation: Operation): fc.Arbitrary<Draft> =>
  fc.record({
    values: fc.record({
      path: parametersIn(operation, 'path'),
      query: parametersIn(operation, 'query'),
      header: parametersIn(operation, 'header'),
    }),
    body: operation.requestBody
      ? damaged(arbitraryOf(operation.requestBody))
      : fc.constant(undefined),
    known: percent,
    pick: fc.noBias(fc.nat()),
    caller: percent,
  });
