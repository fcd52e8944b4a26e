import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { z } from 'zod';
import { apiArtefacts, apiDocuments } from '../../contracts/apiArtefacts.ts';
import { appRoutes, controlRoutes, type KeyedRoute } from '../support/declaredRoutes.ts';

const declared: Readonly<Record<'control' | 'app', readonly KeyedRoute<string>[]>> = {
  control: controlRoutes,
  app: appRoutes,
};
const apis = ['control', 'app'] as const;

const Answer = z.object({ headers: z.record(z.string(), z.unknown()).optional() });

const operationsIn = (api: (typeof apis)[number]) =>
  Object.entries(apiDocuments[api].paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      route: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );

describe('apiArtefacts', () => {
  it.each([...apiArtefacts()])('has %s as it is checked in', (path, content) => {
    expect(readFileSync(path, 'utf8')).toBe(content);
  });
});

describe.each(apis)('the OpenAPI document of the %s API', (api) => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();

    const result = await validator.validate(JSON.parse(JSON.stringify(apiDocuments[api])));

    expect(result).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('holds every declared route, and no other', () => {
    const routes = declared[api].map(({ route }) => route);

    expect(operationsIn(api).map(({ route }) => route)).toEqual(expect.arrayContaining(routes));
    expect(operationsIn(api)).toHaveLength(routes.length);
  });

  it('names each operation once', () => {
    const ids = operationsIn(api).map(({ operation }) => operation.operationId);

    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(declared[api])(
    '$route says all that is declared of it',
    ({ route, declared: { replies, roles } }) => {
      const found = operationsIn(api).find((each) => each.route === route);

      const statuses = Object.keys(found?.operation.responses ?? {});
      expect(statuses).toEqual(
        expect.arrayContaining([...Object.keys(replies), '400', '429', '500']),
      );
      expect(statuses.includes('401')).toBe(roles !== 'everybody');
    },
  );

  it.each(declared[api])(
    '$route names the headers of its answers',
    ({ route, declared: { replies } }) => {
      const found = operationsIn(api).find((each) => each.route === route);

      const named = Object.keys(replies).map((status) => {
        const { headers = {} } = Answer.parse(found?.operation.responses?.[status]);
        return [status, Object.keys(headers)];
      });
      expect(named).toEqual(
        Object.entries(replies).map(([status, { headers }]) => [
          status,
          Object.keys(headers?.shape ?? {}),
        ]),
      );
    },
  );
});
