import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { TenantRegistered } from '../../../events/schemas/registration.ts';
import { defineFunction } from '../../../services/shared/defineFunction.ts';
import { consumersOf } from '../../../services/shared/onEvents.ts';

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
