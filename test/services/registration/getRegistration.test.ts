import { describe, expect, it } from '@jest/globals';
import { getRegistration } from '../../../services/registration/getRegistration.ts';
import type { Registration } from '../../../services/registration/registration.ts';
import { aRegistration, aUlid } from '../../support/builders.ts';

const asking = (found: Registration | undefined) =>
  getRegistration(async () => found)({ params: { registrationId: aUlid(1) } });

const failure = {
  failedStep: 'CreateApiKey',
  error: { name: 'LimitExceededException', message: 'full' },
  compensated: true,
  stuck: [],
};

describe('getRegistration', () => {
  it('tells what has become of a registration', async () => {
    const { registrationId, tenantId, tenantName, tier } = aRegistration();

    const reply = await asking({ ...aRegistration(), announcedEventId: aUlid(5) });

    expect(reply).toEqual({
      status: 200,
      body: { registrationId, tenantId, tenantName, tier, status: 'provisioning' },
    });
  });

  it('tells why it failed', async () => {
    const reply = await asking({ ...aRegistration(), failedEventId: aUlid(5), failure });

    expect(reply).toMatchObject({ status: 200, body: { status: 'failed', failure } });
  });

  it('tells nobody the admin’s address or phone', async () => {
    const reply = await asking(aRegistration(1, { phone: '+4915112345678', address: 'Here 1' }));

    expect(JSON.stringify(reply)).not.toMatch(/admin1@example|\+4915|Here 1/);
  });

  it.each([
    ['nothing has', undefined],
    [
      'only events without a name have',
      { registrationId: aUlid(1), adminCreatedEventId: aUlid(2) },
    ],
  ])('answers 404 to an id that %s', async (_what, found) => {
    expect(await asking(found)).toMatchObject({
      status: 404,
      body: { code: 'RegistrationNotFound' },
    });
  });
});
