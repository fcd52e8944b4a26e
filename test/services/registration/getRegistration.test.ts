import { describe, expect, it } from '@jest/globals';
import { getRegistration } from '../../../services/registration/getRegistration.ts';
import type { Registration } from '../../../services/registration/registration.ts';
import type { SignUp } from '../../../services/registration/signUp.ts';
import { aRegistration, aSignUp, aUlid } from '../../support/builders.ts';
import { fixedNow } from '../../support/fakes.ts';

const asking = (found: Registration | undefined, signUp?: SignUp) =>
  getRegistration({
    registration: async () => found,
    signUp: async () => signUp,
    now: fixedNow,
  })({ params: { registrationId: aUlid(1) } });

const failure = {
  failedStep: 'CreateApiKey',
  error: { name: 'LimitExceededException', message: 'arn:aws:apigateway:…: full' },
  compensated: true,
  stuck: [],
};

describe('getRegistration', () => {
  it('tells what has become of a registration', async () => {
    const { registrationId, tenantId, tenantName, tier } = aRegistration();

    const reply = await asking({ ...aRegistration(), announced: 5 });

    expect(reply).toEqual({
      status: 200,
      body: { registrationId, tenantId, tenantName, tier, status: 'provisioning' },
    });
  });

  it('tells of one that waits for its turn, when it begins and how many are before it', async () => {
    const queue = {
      reservedAt: '2026-01-05T09:28:00.000Z',
      startsAt: '2026-01-05T09:38:00.000Z',
      ahead: 2_760,
    };

    const reply = await asking({ ...aRegistration(), announced: 5, queue });

    expect(reply).toMatchObject({
      status: 200,
      headers: { 'retry-after': '480', 'access-control-expose-headers': 'Retry-After' },
      body: { status: 'queued', startsAt: '2026-01-05T09:38:00.000Z', ahead: 2_208 },
    });
  });

  it('tells why it failed', async () => {
    const reply = await asking({ ...aRegistration(), failed: 5, failure });

    expect(reply).toMatchObject({
      status: 200,
      body: { status: 'failed', failure: { failedStep: 'CreateApiKey', compensated: true } },
    });
  });

  it('has no words of AWS for a failure', async () => {
    const reply = await asking({ ...aRegistration(), failed: 5, failure });

    expect(JSON.stringify(reply)).not.toMatch(/LimitExceeded|arn:aws/);
  });

  it('tells what a customer can mend, without the words of Cognito', async () => {
    const error = { name: 'AddressRefused', message: 'Invalid email address format.' };

    const reply = await asking({
      ...aRegistration(),
      failed: 5,
      failure: { ...failure, error },
    });

    expect(reply).toMatchObject({ body: { failure: { error: { name: 'AddressRefused' } } } });
    expect(JSON.stringify(reply)).not.toContain(error.message);
  });

  it('has our own words for a refusal', async () => {
    const error = { name: 'TenantNameInUse', message: 'another tenant has this name' };
    const refused = { ...failure, failedStep: 'Admission', error };

    const reply = await asking({ ...aRegistration(), failed: 5, failure: refused });

    expect(reply).toMatchObject({ body: { failure: { error } } });
  });

  it('shows a sign-up that is not confirmed', async () => {
    const { registrationId, tenantId, tenantName, tier } = aSignUp();

    const reply = await asking(undefined, aSignUp());

    expect(reply).toEqual({
      status: 200,
      body: { registrationId, tenantId, tenantName, tier, status: 'unconfirmed' },
    });
  });

  it.each([
    ['lapsed', { expiresAt: fixedNow().getTime() / 1_000 }],
    ['was tried by five wrong codes', { tried: new Set(['1', '2', '3', '4', '5']) }],
  ])('answers 404 to a sign-up that has %s', async (_what, more) => {
    expect(await asking(undefined, aSignUp(1, more))).toMatchObject({ status: 404 });
  });

  it('tells nobody the admin’s address or phone', async () => {
    const reply = await asking(aRegistration(1, { phone: '+4915112345678', address: 'Here 1' }));

    expect(JSON.stringify(reply)).not.toMatch(/admin1@example|\+4915|Here 1/);
  });

  it.each([
    ['nothing has', undefined],
    ['only events without a name have', { registrationId: aUlid(1), adminCreated: 2 }],
  ])('answers 404 to an id that %s', async (_what, found) => {
    expect(await asking(found)).toMatchObject({
      status: 404,
      body: { code: 'RegistrationNotFound' },
    });
  });
});
