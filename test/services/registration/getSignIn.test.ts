import { describe, expect, it } from '@jest/globals';
import { getSignIn } from '../../../services/registration/getSignIn.ts';
import type { Registration } from '../../../services/registration/registration.ts';
import { aRegistration } from '../../support/builders.ts';

const placement = {
  userPoolId: 'us-east-1_pooled',
  appClientId: 'client',
  region: 'us-east-1',
} as const;

const provisioned = { ...aRegistration(), ...placement, provisioned: 5 };

const asking = (found: Registration | undefined, tenantName = 'Tenant 1') => {
  const asked: string[] = [];
  const run = getSignIn({
    async byName(tenantName) {
      asked.push(tenantName);
      return found;
    },
    appApiUrl: async () => 'https://app.example/v1/',
  });
  return { run: () => run({ params: { tenantName } }), asked };
};

describe('getSignIn', () => {
  it.each([
    ['provisioned', provisioned],
    ['active', { ...provisioned, adminCreated: 6 }],
    ['replayed', { ...provisioned, failed: 4 }],
    ['reactivated', { ...provisioned, adminCreated: 6, deactivated: 10, activated: 11 }],
  ])('tells where a %s tenant signs in', async (_what, registration) => {
    const { run, asked } = asking(registration);

    expect(await run()).toEqual({
      status: 200,
      body: {
        tenantId: registration.tenantId,
        ...placement,
        appApiUrl: 'https://app.example/v1/',
      },
    });
    expect(asked).toEqual(['Tenant 1']);
  });

  it.each([
    ['unknown', undefined],
    ['registered', aRegistration()],
    ['still provisioning', { ...aRegistration(), announced: 5 }],
    ['failed', { ...provisioned, failed: 6 }],
    ['gone', { ...provisioned, adminCreated: 6, offboarded: 10 }],
  ])('knows no tenant that is %s', async (_what, registration) => {
    expect(await asking(registration).run()).toMatchObject({
      status: 404,
      body: { code: 'TenantNotFound', message: 'no tenant is called Tenant 1' },
    });
  });

  it('says that a tenant is suspended', async () => {
    const suspended = { ...provisioned, adminCreated: 6, deactivated: 10 };

    expect(await asking(suspended).run()).toMatchObject({
      status: 403,
      body: { code: 'TenantSuspended', message: expect.stringContaining('Tenant 1 is suspended') },
    });
  });

  it.each(['', '   ', '\ufdfa'.repeat(300)])(
    'looks for nobody under what is no name: %s',
    async (tenantName) => {
      const { run, asked } = asking(provisioned, tenantName);

      expect(await run()).toMatchObject({ status: 404, body: { code: 'TenantNotFound' } });
      expect(asked).toEqual([]);
    },
  );
});
