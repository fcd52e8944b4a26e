import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { apis } from '../../../../infra/apis.ts';
import type { FunctionDeclaration } from '../../../../services/shared/defineFunction.ts';
import { resourcesOf } from '../../../support/resources.ts';

const Part = z.object({
  PathPart: z.string(),
  ParentId: z.union([z.object({ Ref: z.string() }), z.looseObject({ 'Fn::GetAtt': z.unknown() })]),
});

const Method = z.object({
  HttpMethod: z.string(),
  ResourceId: z.object({ Ref: z.string() }),
  AuthorizationType: z.enum(['NONE', 'CUSTOM']),
  Integration: z.object({
    Uri: z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.json())]) }),
  }),
});

const ALLOW_HEADERS = 'method.response.header.Access-Control-Allow-Headers';

const Preflight = z.object({
  Integration: z.object({
    IntegrationResponses: z.tuple([
      z.object({ ResponseParameters: z.object({ [ALLOW_HEADERS]: z.string() }) }),
    ]),
  }),
});

const FunctionArn = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });

const pathOf = (stack: 'ControlPlane' | 'AppPlane', id: string): string => {
  const found = resourcesOf('AWS::ApiGateway::Resource', [stack]).find((one) => one.id === id);
  const { PathPart, ParentId } = Part.parse(found?.Properties);
  const parent = z.object({ Ref: z.string() }).safeParse(ParentId).data;
  return `${parent ? pathOf(stack, parent.Ref) : ''}/${PathPart}`;
};

const handlerOf = (stack: 'ControlPlane' | 'AppPlane', uri: readonly unknown[]): unknown => {
  const arn = uri.map((part) => FunctionArn.safeParse(part).data).find((part) => part);
  return resourcesOf('AWS::Lambda::Function', [stack]).find(
    ({ id }) => id === arn?.['Fn::GetAtt'][0],
  )?.Properties['Description'];
};

/** What an API of a template serves: each route, who answers it, and whether it asks for a token. */
const servedBy = (stack: 'ControlPlane' | 'AppPlane') =>
  resourcesOf('AWS::ApiGateway::Method', [stack])
    .filter(({ Properties }) => Properties['HttpMethod'] !== 'OPTIONS')
    .map(({ Properties }) => {
      const { HttpMethod, ResourceId, AuthorizationType, Integration } = Method.parse(Properties);
      return {
        route: `${HttpMethod} ${pathOf(stack, ResourceId.Ref)}`,
        handler: handlerOf(stack, Integration.Uri['Fn::Join'][1]),
        isGuarded: AuthorizationType === 'CUSTOM',
      };
    });

const declaredIn = (functions: Readonly<Record<string, FunctionDeclaration>>) =>
  Object.values(functions).flatMap(({ handler, routes = {} }) =>
    Object.entries(routes).map(([route, { roles }]) => ({
      route,
      handler,
      isGuarded: roles !== 'everybody',
    })),
  );

const byRoute = (a: { route: string }, b: { route: string }) => (a.route < b.route ? -1 : 1);

describe('ServiceApi', () => {
  it.each([
    ['control', 'ControlPlane'],
    ['app', 'AppPlane'],
  ] as const)(
    'serves on the %s API what its functions declare, each by the function that declares it',
    (api, stack) => {
      expect(servedBy(stack).sort(byRoute)).toEqual(declaredIn(apis[api]).sort(byRoute));
    },
  );

  it.each([
    ['ControlPlane', ['authorization', 'content-type', 'idempotency-key']],
    ['AppPlane', ['authorization', 'content-type', 'if-match']],
  ] as const)('lets web pages send on the %s what its routes take', (stack, headers) => {
    const allowed = resourcesOf('AWS::ApiGateway::Method', [stack])
      .filter(({ Properties }) => Properties['HttpMethod'] === 'OPTIONS')
      .map(({ Properties }) => Preflight.parse(Properties).Integration.IntegrationResponses)
      .map(([{ ResponseParameters }]) => ResponseParameters[ALLOW_HEADERS]);

    expect(new Set(allowed)).toEqual(new Set([`'${headers.join(',')}'`]));
  });
});
