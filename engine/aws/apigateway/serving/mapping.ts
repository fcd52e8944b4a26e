import { isJsonObject, type Json, type JsonObject } from '../../../kernel/json.ts';
import type { Arrival, Exchange } from './exchange.ts';

/** Where mapping expressions look: the request, and its `$context`. */
export type Mappable = Arrival &
  Partial<Pick<Exchange, 'pathParameters'>> & { context(): JsonObject };

const text = (value: Json | undefined): string | undefined => {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** A `$context` value by its dotted name, e.g. `identity.sourceIp`. */
export const contextValue = (context: JsonObject, name: string): string | undefined => {
  let value: Json | undefined = context;
  for (const part of name.split('.')) value = isJsonObject(value) ? value[part] : undefined;
  return text(value);
};

type Reader = (from: Mappable, name: string) => string | undefined;

const READERS: [string, Reader][] = [
  ['method.request.header.', ({ request }, name) => request.headers[name.toLowerCase()]],
  ['method.request.querystring.', ({ request }, name) => request.query.get(name) ?? undefined],
  [
    'method.request.path.',
    ({ pathParameters }, name) => {
      const value = pathParameters?.[name];
      return value === undefined ? undefined : decodeURIComponent(value);
    },
  ],
  ['stageVariables.', ({ stage }, name) => stage.variables?.[name]],
  ['context.', ({ context }, name) => contextValue(context(), name)],
];

/** What a mapping expression (`method.request.header.X`, `context.…`, `'static'`) is worth here. */
export const mapped = (expression: string, from: Mappable): string | undefined => {
  const [, literal] = /^'(.*)'$/s.exec(expression) ?? [];
  if (literal !== undefined) return literal;
  const found = READERS.find(([start]) => expression.startsWith(start));
  return found?.[1](from, expression.slice(found[0].length));
};
