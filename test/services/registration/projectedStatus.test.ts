import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { aRegistration } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import {
  type EventName,
  projectedRegistrations,
  routeOf,
  standsAfter,
} from './projectedRegistrations.ts';

let engine: ProductEngine;
let registrations: Awaited<ReturnType<typeof projectedRegistrations>>;
let count = 0;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  registrations = await projectedRegistrations(engine);
});
afterAll(() => engine.destroy());

/** Commits a registration of its own, and delivers these of its events. */
const outcomeOf = async (names: readonly EventName[]) => {
  count += 1;
  await registrations.commit(aRegistration(count));
  const { tenantId } = aRegistration(count);
  if (standsAfter(names)) registrations.routes.set(tenantId, routeOf(count, names));
  await registrations.deliver(count, names);
};

describe('projection of a tenant’s status', () => {
  it.each<EventName>(['deactivated', 'activated', 'deactivatedAgain'])(
    'takes %s for contradicted by a tenant whose route has not changed so',
    async (name) => {
      await outcomeOf(['registered', 'provisioned', 'adminCreated']);

      const changing = registrations.deliver(count, [name]);

      await expect(changing).rejects.toMatchObject({ name: 'Contradicted' });
      expect(await registrations.view(count)).toEqual({ status: 'active', nameIsHeld: true });
    },
  );

  it('records no change of status of a tenant that is gone', async () => {
    await outcomeOf(['registered', 'failed']);

    await registrations.deliver(count, ['deactivated']);

    expect(await registrations.view(count)).toMatchObject({ status: 'failed' });
  });
});
