import { describe, expect, it } from '@jest/globals';
import { derivedEventId } from '../../../../events/eventId.ts';
import { OnboardingInput } from '../../../../services/provisioning/onboarding/onboardingInput.ts';
import { onboardingSaga } from '../../../../services/provisioning/onboarding/onboardingSaga.ts';
import {
  type RollbackPorts,
  rollBackOnboarding,
} from '../../../../services/provisioning/onboarding/rollBackOnboarding.ts';
import type { SagaStart } from '../../../../services/provisioning/saga/defineSaga.ts';
import { type Execution, originOf } from '../../../../services/provisioning/saga/sagaView.ts';
import type { StandingRoute } from '../../../../services/shared/route.ts';
import {
  anExecution,
  aRoute,
  aStepInput,
  aUlid,
  aUserCreationFailed,
} from '../../../support/builders.ts';

const saga = OnboardingInput.parse(aStepInput());
const { eventId, registrationId, tenantId } = saga;
const route = aRoute(1);
const event = aUserCreationFailed(
  { tenantId },
  { tenantId, correlationId: registrationId, causationId: route.provisionedEventId },
);

const succeeded = { status: 'SUCCEEDED', error: undefined, cause: undefined };

/** A run of the saga: the n-th replay. */
const aRun = (
  replay: number,
  more: Partial<Execution> = {},
  start: Partial<SagaStart<OnboardingInput>> = {},
) =>
  anExecution(1, {
    name: replay === 0 ? eventId : `${eventId}-r${replay}`,
    ...succeeded,
    input: JSON.stringify({
      ...onboardingSaga.start.parse({ ...saga, replay, ...start }),
      results: {},
    }),
    ...more,
  });

const setUp = (runs: readonly Execution[] = [aRun(0)], more: Partial<RollbackPorts> = {}) => {
  const started: [string, SagaStart<OnboardingInput>][] = [];
  const run = rollBackOnboarding({
    routeOf: async () => route,
    giveUp: async () => true,
    describe: async (name) => runs.find((one) => one.name === name),
    async start(name, input) {
      started.push([name, input]);
      return true;
    },
    ...more,
  });
  return { run, started };
};

describe('rollBackOnboarding', () => {
  it('starts a run of the same saga that undoes everything and gives up', async () => {
    const { run, started } = setUp();

    await run(event);

    const { name, message } = event.data.error;
    const expected = {
      ...saga,
      replay: 1,
      failure: { step: 'CreateTenantAdmin', error: { Error: name, Cause: message } },
      undone: [],
      stuck: [],
      // biome-ignore lint/suspicious/noThenProperty: the state machine reads it; nobody awaits it.
      then: 'giveUp',
      cause: event.metadata.eventId,
    };
    expect(started).toEqual([[`${eventId}-r1`, expected]]);
    expect(onboardingSaga.start.parse(expected)).toEqual(expected);
  });

  it('counts on after the replays of operators, however they ended', async () => {
    const { run, started } = setUp([aRun(0, { status: 'FAILED' }), aRun(1), aRun(2)]);

    await run(event);

    expect(started.map(([name, { replay }]) => [name, replay])).toEqual([[`${eventId}-r3`, 3]]);
  });

  it.each(['RUNNING', 'FAILED'])(
    'starts nothing when a run that the event demanded is %s',
    async (status) => {
      const demanded = aRun(1, { status }, { cause: event.metadata.eventId });
      const { run, started } = setUp([aRun(0), demanded, aRun(2)]);

      await run(event);

      expect(started).toEqual([]);
    },
  );

  it('starts another run for another event', async () => {
    const { run, started } = setUp([aRun(0), aRun(1, {}, { cause: aUlid(77) })]);

    await run(event);

    expect(started.map(([name]) => originOf(name).replay)).toEqual([2]);
  });

  it('waits for a run that is under way', async () => {
    const { run, started } = setUp([aRun(0), aRun(1, { status: 'RUNNING' })]);

    await expect(run(event)).rejects.toMatchObject({ name: 'TransientError' });
    expect(started).toEqual([]);
  });

  it('tries again when somebody else took the name at the same moment', async () => {
    const { run } = setUp([aRun(0)], { start: async () => false });

    await expect(run(event)).rejects.toMatchObject({ name: 'TransientError' });
  });

  const provisionedAt = (ms: number) => derivedEventId(new Date(ms), eventId, 'TenantProvisioned');

  it.each<[string, StandingRoute | undefined, string]>([
    ['the tenant is gone', undefined, route.provisionedEventId],
    [
      'the tenant was made anew since',
      aRoute(1, { provisionedEventId: provisionedAt(2), sequence: 12 }),
      provisionedAt(1),
    ],
    ['people use it', aRoute(1, { firstUserEventId: aUlid(5) }), route.provisionedEventId],
  ])('has nothing to do when %s', async (_what, standing, causationId) => {
    const { run, started } = setUp([aRun(0)], { routeOf: async () => standing });

    await run({ ...event, metadata: { ...event.metadata, causationId } });

    expect(started).toEqual([]);
  });

  it.each<[string, StandingRoute]>([
    ['another registration’s', aRoute(1, { registrationId: aUlid(3) })],
    ['of another TenantProvisioned', aRoute(1, { provisionedEventId: aUlid(77) })],
  ])('takes the failure for contradicted when the route is %s', async (_what, standing) => {
    const { run, started } = setUp([aRun(0)], { routeOf: async () => standing });

    await expect(run(event)).rejects.toMatchObject({ name: 'Contradicted' });
    expect(started).toEqual([]);
  });

  it('has nothing to do with users who are no admins', async () => {
    const { run, started } = setUp();

    await run({ ...event, data: { ...event.data, role: 'TenantUser' } });

    expect(started).toEqual([]);
  });

  it.each([
    ['is known', []],
    ['was started by this saga’s starter', [aRun(0, { input: '{}' })]],
  ])('fails, and so keeps the event, when no run %s', async (_what, runs) => {
    await expect(setUp(runs).run(event)).rejects.toMatchObject({ name: 'PermanentError' });
  });

  it('lets the route be undone before it starts, for this failure alone', async () => {
    const given: object[] = [];
    const { run, started } = setUp([aRun(0)], {
      giveUp: async (failure) => {
        given.push({ ...failure, started: started.length });
        return true;
      },
    });

    await run(event);

    const { provisionedEventId } = route;
    const { eventId: failure } = event.metadata;
    expect(given).toEqual([{ tenantId, provisionedEventId, eventId: failure, started: 0 }]);
    expect(started).toHaveLength(1);
  });

  it('starts nothing when somebody has begun to use the tenant, and looks again', async () => {
    const { run, started } = setUp([aRun(0)], { giveUp: async () => false });

    await expect(run(event)).rejects.toMatchObject({ name: 'TransientError' });
    expect(started).toEqual([]);
  });
});
