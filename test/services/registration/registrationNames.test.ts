import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { aRegistration, aUlid } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { projectedRegistrations, routeOf } from './projectedRegistrations.ts';

let engine: ProductEngine;
let registrations: Awaited<ReturnType<typeof projectedRegistrations>>;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
  registrations = await projectedRegistrations(engine);
});
afterAll(() => engine.destroy());

describe('registrationNames', () => {
  it('gives a failed registration’s name to the next who asks', async () => {
    const [first, second] = [1, 2];
    const { tenantName } = aRegistration(first);
    await registrations.commit(aRegistration(first));
    await registrations.deliver(first, ['registered', 'failed']);

    const committed = await registrations.commit(aRegistration(second, { tenantName }));
    await registrations.deliver(first, ['failed', 'registered']);

    expect(committed).toEqual({ kind: 'committed' });
    expect((await registrations.byName(tenantName))?.registrationId).toBe(aUlid(second));
  });

  it('does not take a name from its holder', async () => {
    const [first, second] = [3, 4];
    const { tenantName } = aRegistration(second);
    await registrations.commit(aRegistration(first, { tenantName }));

    await registrations.deliver(second, ['registered', 'failed']);

    expect((await registrations.byName(tenantName))?.registrationId).toBe(aUlid(first));
  });

  it('gives a provisioned tenant its name as soon as another gives it back', async () => {
    const [first, second] = [5, 6];
    const { tenantId, tenantName } = aRegistration(second);
    registrations.routes.set(tenantId, routeOf(second));
    await registrations.commit(aRegistration(first, { tenantName }));

    await expect(registrations.deliver(second, ['registered', 'provisioned'])).rejects.toThrow(
      'the name is not given back yet',
    );
    await registrations.deliver(first, ['failed']);
    await registrations.deliver(second, ['provisioned']);

    expect((await registrations.byName(tenantName))?.registrationId).toBe(aUlid(second));
  });
});
