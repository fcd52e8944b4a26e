import { describe, expect, it } from '@jest/globals';
import {
  Profile,
  profileFields,
  signUpFields,
  TenantRegistered,
} from '../../../../events/schemas/registration.ts';
import { onboardingSaga } from '../../../../services/provisioning/onboarding/onboardingSaga.ts';
import { startOnboarding } from '../../../../services/provisioning/onboarding/startOnboarding.ts';
import { writeRoute } from '../../../../services/provisioning/onboarding/writeRoute.ts';
import { TierSettings } from '../../../../services/provisioning/provisioningEnv.ts';
import { tenantRoutes } from '../../../../services/provisioning/tenants/tenants.ts';
import { Route, StandingRoute } from '../../../../services/shared/route.ts';
import { aPlace, aStepInput, aTenantRegistered } from '../../../support/builders.ts';
import { fakeBus } from '../../../support/fakeBus.ts';

const event = aTenantRegistered(TenantRegistered.example);
const profile = Profile.parse(TenantRegistered.example);

/** What the saga of the event is started with. */
const startedWith = async () => {
  const started: unknown[] = [];
  const plan = { deployment: 'pool', usagePlanId: 'plan' };
  const run = startOnboarding({
    tiers: async () => TierSettings.parse({ [event.data.tier]: plan }),
    decided: async () => undefined,
    partner: async () => ({ kind: 'admitted' }),
    refuse: async () => ({ kind: 'repeated' }),
    admit: async () => ({ kind: 'admitted' }),
    reserve: async () => aPlace(0),
    keepPlace: async (_registrationId, place) => place,
    markStarted: async () => {},
    publish: fakeBus().publish,
    async start(_name, input) {
      started.push(input);
      return true;
    },
  });
  await run(event, { source: 'registration' });
  return onboardingSaga.start.parse(started[0]);
};

/** The route that the saga's step writes from that. */
const routeFrom = async (input: Profile): Promise<Route> => {
  const written: Route[] = [];
  const results = {
    CreateIdentity: { userPoolId: 'pool', appClientId: 'client' },
    CreateApiKey: { apiKeyId: 'key' },
  };
  const run = writeRoute({
    keyValue: async () => 'secret',
    tableName: async () => 'table',
    routeOf: async () => undefined,
    remove: async () => {},
    async write(route) {
      written.push(route);
      return true;
    },
  });
  await run(aStepInput(1, { ...input, results }));
  return Route.parse(written[0]);
};

/** What an operator is shown of it. */
const viewOf = async (route: Route): Promise<unknown> => {
  const { tenantId, userPoolId, tableName } = route;
  const routes = tenantRoutes({
    routeOf: async () => StandingRoute.parse(route),
    page: () => Promise.reject(new Error('nobody lists')),
    setContact: () => Promise.reject(new Error('nobody changes it')),
    shared: async () => ({
      appApiUrl: 'https://api.example/',
      userPoolId,
      tableName,
      protectedByDefault: false,
    }),
    receipt: async () => undefined,
    keeps: { events: 30, logs: 7 },
    now: () => new Date(0),
  });
  const caller = { userRole: 'SystemAdmin', userName: 'root' } as const;
  const { body } = await routes['GET /tenants/{tenantId}']({ caller, params: { tenantId } });
  return body;
};

describe('the profile of a sign-up', () => {
  it.each(Object.keys(profileFields))('has an example of %s', (name) => {
    expect(profile).toHaveProperty(name);
  });

  it('reaches the saga, the route and the tenant’s view as it was given', async () => {
    const started = await startedWith();
    const route = await routeFrom(started);

    expect(started).toMatchObject(profile);
    expect(StandingRoute.parse(route)).toMatchObject(profile);
    expect(await viewOf(route)).toMatchObject(profile);
  });

  it('is all that a sign-up gives beside name, admin and tier', () => {
    const reached = ['tenantName', 'adminEmail', 'tier', ...Object.keys(profileFields)];

    expect(Object.keys(signUpFields).filter((name) => !reached.includes(name))).toEqual([]);
  });

  it('may be missing from routes and sagas that are older than a field', () => {
    expect(Profile.parse({})).toEqual({});
  });
});
