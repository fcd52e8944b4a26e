import { z } from 'zod';
import { apiDocuments } from '../../contracts/apiArtefacts.ts';
import { Role } from '../../events/fields.ts';
import { Schema } from './arbitraryOf.ts';

const Operation = z.object({
  parameters: z
    .array(
      z.object({
        in: z.enum(['path', 'query', 'header']),
        name: z.string(),
        required: z.boolean().default(false),
        schema: Schema,
      }),
    )
    .default([]),
  requestBody: z
    .object({ content: z.object({ 'application/json': z.object({ schema: Schema }) }) })
    .transform(({ content }) => content['application/json'].schema)
    .optional(),
  responses: z
    .record(z.string(), z.unknown())
    .transform((responses) => Object.keys(responses).map(Number)),
  'x-roles': z.array(Role).optional(),
});

const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

/** One operation of a document, and which API it is of. */
export type Operation = z.infer<typeof Operation> & {
  api: keyof typeof apiDocuments;
  method: string;
  path: string;
};

const operationsOf = (api: Operation['api']): Operation[] =>
  Object.entries(Document.parse(JSON.parse(JSON.stringify(apiDocuments[api]))).paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...operation,
        api,
        method: method.toUpperCase(),
        path,
      })),
  );

/** Every operation of both documents. */
export const operations: readonly Operation[] = [
  ...operationsOf('control'),
  ...operationsOf('app'),
];
