import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { TenantRegistered } from '../../../events/schemas/registration.ts';
import { defineFunction } from '../../../services/shared/defineFunction.ts';
import { httpRoutes } from '../../../services/shared/httpRoute.ts';
import { consumersOf } from '../../../services/shared/onEvents.ts';
import { aProxyEvent } from '../../support/proxyEvent.ts';

const consuming = defineFunction({
  handler: 'test/consuming',
  environment: z.object({}),
  consumes: { TenantRegistered },
});

const run = async (): Promise<void> => {};

/*
 * What must not compile is here, too: `npm run types` fails on an @ts-expect-error without an error.
 */
describe('a function that declares events', () => {
  it('binds each of them to its code, typed by its declaration', () => {
    const consumers = consumersOf(consuming, {
      async TenantRegistered({ data }) {
        expect(data.tenantName).toBeDefined();
        // @ts-expect-error a TenantRegistered has no such field
        expect(data.userId).toBeUndefined();
      },
    });

    expect(consumers).toMatchObject([{ type: 'TenantRegistered', major: 1 }]);
  });

  it('has code for all of them', () => {
    // @ts-expect-error TenantRegistered is declared
    const consumers = consumersOf(consuming, {});

    expect(consumers).toHaveLength(1);
  });

  it('has code for no others', () => {
    // @ts-expect-error UserCreated is not declared
    const consumers = consumersOf(consuming, { TenantRegistered: run, UserCreated: run });

    expect(consumers).toHaveLength(1);
  });
});

describe('a function that declares no events', () => {
  const silent = defineFunction({ handler: 'test/silent', environment: z.object({}) });

  it('consumes none', () => {
    // @ts-expect-error it declares none
    expect(consumersOf(silent, {})).toEqual([]);
  });
});

describe('a function that declares routes', () => {
  const request = z.object({ params: z.object({ id: z.string() }) });
  const serving = defineFunction({
    handler: 'test/serving',
    environment: z.object({}),
    routes: {
      'GET /things/{id}': {
        says: 'Shows a thing.',
        roles: 'everybody',
        request,
        replies: {
          200: { says: 'The thing.', body: z.object({ id: z.string() }) },
          404: { says: 'There is none.' },
        },
      },
    },
  });

  it('answers each of them by its code, which gets what is declared', async () => {
    const handle = httpRoutes(serving, {
      'GET /things/{id}': async ({ params: { id } }) => ({ status: 200, body: { id } }),
    });

    expect(
      await handle(aProxyEvent({ resource: '/things/{id}', pathParameters: { id: '1' } })),
    ).toMatchObject({
      statusCode: 200,
      body: '{"id":"1"}',
    });
  });

  it('has code for all of them', () => {
    // @ts-expect-error GET /things/{id} is declared
    expect(httpRoutes(serving, {})).toBeDefined();
  });

  it('has code for no others', () => {
    const get = async () => ({ status: 200, body: { id: '1' } }) as const;
    // @ts-expect-error GET /things is not declared
    expect(httpRoutes(serving, { 'GET /things/{id}': get, 'GET /things': get })).toBeDefined();
  });

  it.each([
    // @ts-expect-error 202 is not declared
    httpRoutes(serving, { 'GET /things/{id}': async () => ({ status: 202, body: { id: '1' } }) }),
    // @ts-expect-error the body of 200 has an id
    httpRoutes(serving, { 'GET /things/{id}': async () => ({ status: 200, body: {} }) }),
    // @ts-expect-error a 404 says what is wrong
    httpRoutes(serving, { 'GET /things/{id}': async () => ({ status: 404 }) }),
  ])('has code that answers what is declared: %#', (handle) => {
    expect(handle).toBeDefined();
  });
});
