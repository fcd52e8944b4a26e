import { describe, expect, it } from '@jest/globals';
import { onboardingSaga } from '../../../../services/provisioning/onboarding/onboardingSaga.ts';
import { originOf, replayName, sagaView } from '../../../../services/provisioning/saga/sagaView.ts';
import { anExecution, aTenantId, aUlid } from '../../../support/builders.ts';

const eventId = aUlid(1_001);
const startedAt = '2026-01-05T09:30:00.000Z';
const stoppedAt = '2026-01-05T09:31:00.000Z';
const going = { stoppedAt: undefined, error: undefined, cause: undefined };

describe('sagaView', () => {
  it('shows what failed in a rolled-back saga, and what was undone', () => {
    expect(sagaView(onboardingSaga, anExecution())).toEqual({
      executionName: eventId,
      kind: 'onboarding',
      tenantId: aTenantId(1),
      status: 'failed',
      startedAt,
      stoppedAt,
      failedStep: 'CreateApiKey',
      error: { name: 'LimitExceededException', message: 'full' },
      undone: ['CreateApiKey', 'CreateIdentity', 'ClaimTenant'],
      stuck: [],
      replayOf: undefined,
    });
  });

  it.each([
    ['RUNNING', 'running'],
    ['SUCCEEDED', 'succeeded'],
    ['PENDING_REDRIVE', 'failed'],
  ])('shows an execution that is %s as %s', (status, shown) => {
    expect(sagaView(onboardingSaga, anExecution(1, { ...going, status })).status).toBe(shown);
  });

  it('shows neither end nor error of a running saga', () => {
    expect(sagaView(onboardingSaga, anExecution(1, { ...going, status: 'RUNNING' }))).toEqual({
      executionName: eventId,
      kind: 'onboarding',
      tenantId: aTenantId(1),
      status: 'running',
      startedAt,
    });
  });

  it.each([
    ['a timed-out', 'TIMED_OUT', undefined, undefined, {}],
    [
      'an execution that says why it timed out, a',
      'TIMED_OUT',
      'States.Timeout',
      undefined,
      { error: { name: 'States.Timeout', message: '' } },
    ],
    [
      'an aborted',
      'ABORTED',
      'Stopped',
      'by hand',
      { error: { name: 'Stopped', message: 'by hand' } },
    ],
    [
      'a runtime error’s',
      'FAILED',
      'States.Runtime',
      '{"x":1}',
      { error: { name: 'States.Runtime', message: '{"x":1}' } },
    ],
  ])('shows %s execution as failed, without steps', (_what, status, error, cause, shown) => {
    expect(sagaView(onboardingSaga, anExecution(1, { status, error, cause }))).toEqual({
      executionName: eventId,
      kind: 'onboarding',
      tenantId: aTenantId(1),
      status: 'failed',
      startedAt,
      stoppedAt,
      ...shown,
    });
  });

  it('shows which saga a replay is of', () => {
    const { executionName, replayOf } = sagaView(
      onboardingSaga,
      anExecution(1, { name: `${eventId}-r2` }),
    );

    expect({ executionName, replayOf }).toEqual({
      executionName: `${eventId}-r2`,
      replayOf: eventId,
    });
  });

  it.each(['{}', '[1]', '', 'no JSON'])(
    'shows an execution that was started by hand with %s, without a tenant',
    (input) => {
      const view = sagaView(onboardingSaga, anExecution(1, { input }));

      expect(view.tenantId).toBeUndefined();
      expect(view.status).toBe('failed');
    },
  );
});

describe('replayName', () => {
  it.each([
    [0, eventId],
    [1, `${eventId}-r1`],
    [12, `${eventId}-r12`],
  ])('names run %i, which originOf reads back', (replay, name) => {
    expect(replayName(eventId, replay)).toBe(name);
    expect(originOf(name)).toEqual({ eventId, replay });
  });

  it.each(['by-hand', 'x-r', 'x-rx', '-r1'])('takes %s for a first run', (name) => {
    expect(originOf(name)).toEqual({ eventId: name, replay: 0 });
  });
});
