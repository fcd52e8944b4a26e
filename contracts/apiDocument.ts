import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiOverrideContext,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import {
  commonReplies,
  guardedReplies,
  type ReplyDeclaration,
  type RouteDeclaration,
} from '../services/shared/declaredRoute.ts';
import type { FunctionDeclaration } from '../services/shared/defineFunction.ts';
import { ProblemBody } from '../services/shared/reply.ts';

/** What an API is for. */
export type About = { title: string; description: string };

const TOKEN = 'token';

const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } });

const responseOf = (status: string, { says, body, headers }: ReplyDeclaration) => {
  const content = Number(status) >= 400 ? ProblemBody : body;
  return { description: says, ...(headers && { headers }), ...(content && json(content)) };
};

/** The answers that it has in common with others, from its function or from API Gateway itself. */
const sharedReplies = ({ roles, request }: RouteDeclaration) => {
  const { 413: tooLarge, ...common } = commonReplies;
  return {
    ...common,
    ...('body' in request.shape && { 413: tooLarge }),
    ...(roles !== 'everybody' && guardedReplies),
  };
};

const responsesOf = (route: RouteDeclaration): ZodOpenApiResponsesObject => {
  const shared = Object.entries(sharedReplies(route)).map(([status, says]) => [
    status,
    responseOf(status, { says }),
  ]);
  const own = Object.entries(route.replies).map(([status, reply]) => [
    status,
    responseOf(status, reply),
  ]);
  return Object.fromEntries([...shared, ...own]);
};

const objectIn = (request: z.ZodObject, part: string): z.ZodObject | undefined => {
  const schema = request.shape[part];
  return schema instanceof z.ZodObject ? schema : undefined;
};

const parametersOf = ({ request }: RouteDeclaration) => {
  const [path, query, header] = ['params', 'query', 'headers'].map((part) =>
    objectIn(request, part),
  );
  return { ...(path && { path }), ...(query && { query }), ...(header && { header }) };
};

/** E.g. `getUsersUsername`. */
const operationIdOf = (key: string): string =>
  key
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
    .map((word, index) => (index === 0 ? word : `${word[0]?.toUpperCase()}${word.slice(1)}`))
    .join('');

const operationOf = (key: string, route: RouteDeclaration): ZodOpenApiOperationObject => {
  const body = objectIn(route.request, 'body');
  return {
    operationId: operationIdOf(key),
    summary: route.says,
    ...(route.roles !== 'everybody' && {
      description: `For ${route.roles.join(', ')}.`,
      'x-roles': [...route.roles],
      security: [{ [TOKEN]: [] }],
    }),
    requestParams: parametersOf(route),
    ...(body && { requestBody: { required: true, ...json(body) } }),
    responses: responsesOf(route),
  };
};

/** By path, each with its methods. */
const pathsOf = (functions: readonly FunctionDeclaration[]) => {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [key, route] of functions.flatMap(({ routes = {} }) => Object.entries(routes))) {
    const [method = '', path = ''] = key.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(key, route) };
  }
  return paths;
};

/** A field that is added to an answer breaks nobody who goes by the document. */
const open = ({ io, jsonSchema }: ZodOpenApiOverrideContext): void => {
  if (io === 'output') delete jsonSchema.additionalProperties;
};

/** The OpenAPI document of the API that these functions are behind. */
export const apiDocument = (about: About, functions: readonly FunctionDeclaration[]) =>
  createDocument(
    {
      openapi: '3.1.1',
      info: { ...about, version: '1.0.0' },
      servers: [
        {
          url: 'https://{api}.execute-api.{region}.amazonaws.com/v1',
          variables: { api: { default: 'api' }, region: { default: 'us-east-1' } },
        },
      ],
      paths: pathsOf(functions),
      components: {
        securitySchemes: {
          [TOKEN]: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'The id token of a sign-in with Cognito.',
          },
        },
      },
    },
    { override: open },
  );
