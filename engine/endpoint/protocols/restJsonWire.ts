import type { JsonObject } from '../../kernel/json.ts';
import { AwsError, unsupportedOperation } from '../errors.ts';
import type { HttpRequest, RestRoute } from '../service.ts';
import { readJsonBody, writeJsonError } from './jsonBody.ts';
import type { Wire } from './wire.ts';

const JSON_TYPE = 'application/json';

const segmentsOf = (path: string): string[] => path.replace(/\/$/, '').split('/');

const isParameter = (segment: string): boolean => /^\{.+\}$/.test(segment);

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new AwsError('ValidationException', `path: ${segment} is not percent-encoded UTF-8`);
  }
};

/** A path segment for each one of the template's, literals equal. */
const fits = (template: readonly string[], path: readonly string[]): boolean =>
  template.length === path.length &&
  template.every((segment, at) => (isParameter(segment) ? path[at] !== '' : segment === path[at]));

const pathInput = (template: readonly string[], path: readonly string[]): JsonObject =>
  Object.fromEntries(
    template.flatMap((segment, at) =>
      isParameter(segment) ? [[segment.slice(1, -1), decoded(path[at] ?? '')]] : [],
    ),
  );

const queryInput = (query: URLSearchParams, route: RestRoute): JsonObject => {
  const names = new Map(Object.entries(route.query ?? {}));
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      return [names.get(name) ?? name, values.length > 1 ? values : values[0]];
    }),
  );
};

const bodyInput = (request: HttpRequest): JsonObject =>
  request.headers['content-type']?.startsWith(JSON_TYPE) ? readJsonBody(request.body) : {};

/** REST JSON: method and path name the operation; path, query and body together are the input. */
export const restJsonWire = (signingName: string, routes: readonly RestRoute[]): Wire => {
  const templates = routes.map((route) => ({ route, segments: segmentsOf(route.path) }));
  return {
    read({ request }) {
      const path = segmentsOf(request.path);
      const found = templates.find(
        ({ route, segments }) => route.method === request.method && fits(segments, path),
      );
      if (!found) throw unsupportedOperation(signingName, `${request.method} ${request.path}`);
      const { route, segments } = found;
      const input = {
        ...bodyInput(request),
        ...queryInput(request.query, route),
        ...pathInput(segments, path),
        ...route.read?.(request),
      };
      const write = (output: JsonObject) =>
        route.write?.(output) ?? {
          status: 200,
          headers: { 'content-type': JSON_TYPE },
          body: JSON.stringify(output),
        };
      return { operation: route.operation, input, write };
    },
    refuse: (error) => writeJsonError(error, JSON_TYPE),
  };
};
