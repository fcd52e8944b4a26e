import { describe, expect, it } from '@jest/globals';
import { timeOf } from '../../../events/eventId.ts';
import type { FailedEvent } from '../../../services/identity/failUserCreation.ts';
import { postponeAdmin } from '../../../services/identity/postponeAdmin.ts';
import { aTenantProvisioned } from '../../support/builders.ts';

const DAY_MS = 86_400_000;

const event: FailedEvent = { detail: aTenantProvisioned() };
const provisionedAt = Date.parse(timeOf(event.detail.metadata.eventId));

/** What becomes of an event so long after its tenant was provisioned. */
const waited = async (milliseconds: number) => {
  const postponed: FailedEvent[] = [];
  const kept: [FailedEvent, string][] = [];
  const run = postponeAdmin({
    now: () => new Date(provisionedAt + milliseconds),
    async postpone(given) {
      postponed.push(given);
    },
    async deadLetter(given, reason) {
      kept.push([given, reason]);
    },
  });
  await run(event, 'no mail');
  return { postponed, kept };
};

describe('postponeAdmin', () => {
  it('has the event come again for two weeks', async () => {
    expect(await waited(14 * DAY_MS - 1)).toEqual({ postponed: [event], kept: [] });
  });

  it('then keeps it for an operator, with the reason', async () => {
    expect(await waited(14 * DAY_MS)).toEqual({ postponed: [], kept: [[event, 'no mail']] });
  });
});
