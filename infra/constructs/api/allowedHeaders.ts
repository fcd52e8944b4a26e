import { z } from 'zod';
import type { FunctionDeclaration } from '../../../services/shared/defineFunction.ts';

/** The headers that scripts of web pages may send: those of every request, and those that some route takes. */
export const allowedHeaders = (declared: readonly FunctionDeclaration[]): string[] => {
  const taken = declared
    .flatMap(({ routes = {} }) => Object.values(routes))
    .map(({ request }) => request.shape['headers'])
    .flatMap((headers) => (headers instanceof z.ZodObject ? Object.keys(headers.shape) : []));
  return [...new Set(['authorization', 'content-type', ...taken])];
};
