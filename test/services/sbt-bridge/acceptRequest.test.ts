import { describe, expect, it } from '@jest/globals';
import { TenantRegistered } from '../../../events/schemas/registration.ts';
import { acceptRequest } from '../../../services/sbt-bridge/acceptRequest.ts';
import { OnboardingRequest } from '../../../services/sbt-bridge/sbtEvents.ts';
import type { SbtRegistration } from '../../../services/sbt-bridge/sbtRegistrationTable.ts';
import { fakeBus } from '../../support/fakeBus.ts';
import { anSbtRequest } from '../../support/sbtRequests.ts';

const aBridge = () => {
  const bus = fakeBus();
  const kept = new Map<string, SbtRegistration>();
  const keep = async (registration: SbtRegistration) => {
    const known = kept.get(registration.registrationId) ?? registration;
    kept.set(known.registrationId, known);
    return known;
  };
  const repeated: string[] = [];
  const repeat = async (registrationId: string) => void repeated.push(registrationId);
  const accept = acceptRequest({ keep, publish: bus.publish, repeat });
  return { bus, kept, repeated, accept };
};

const registered = ({ sent }: ReturnType<typeof fakeBus>) =>
  sent.map(({ detail }) => TenantRegistered.detail.parse(detail));

const request = OnboardingRequest.parse(anSbtRequest());
const first = { id: 'event-1', time: '2026-01-05T09:30:00Z' };
const later = { id: 'event-2', time: '2026-01-06T10:00:00Z' };

describe('acceptRequest', () => {
  it('registers the tenant under ids of ours, and keeps those of SBT', async () => {
    const { bus, kept, accept } = aBridge();

    await accept(request, first);

    const registrationId = `sbt-${request.tenantRegistrationId}`;
    const [published] = bus.sent;
    expect(published).toMatchObject({
      DetailType: TenantRegistered.type,
      detail: {
        metadata: { correlationId: registrationId, causationId: 'event-1' },
        data: {
          registrationId,
          tenantName: 'Initech',
          adminEmail: 'bill@initech.example',
          tier: 'premium',
        },
      },
    });
    expect(kept.get(registrationId)).toMatchObject({
      tenantRegistrationId: request.tenantRegistrationId,
      sbtTenantId: request.tenantId,
    });
  });

  it('publishes the same event again for the same registration, however late', async () => {
    const { bus, accept } = aBridge();

    await accept(request, first);
    await accept(request, later);

    const [one, other] = registered(bus);
    expect(other?.metadata.eventId).toBe(one?.metadata.eventId);
    expect(other?.data).toEqual(one?.data);
  });

  it('tells once more what came of it to somebody who asks again, and not to a copy', async () => {
    const { repeated, accept } = aBridge();

    await accept(request, first);
    await accept(request, first);
    expect(repeated).toEqual([]);
    await accept(request, later);

    expect(repeated).toEqual([`sbt-${request.tenantRegistrationId}`]);
  });

  it('registers what was asked for first, whatever is asked for under the same id later', async () => {
    const { bus, accept } = aBridge();

    await accept(request, first);
    await accept({ ...request, tenantName: 'Initrode' }, later);

    expect(registered(bus).map(({ data }) => data.tenantName)).toEqual(['Initech', 'Initech']);
  });

  it('gives each registration a tenant of its own', async () => {
    const { bus, accept } = aBridge();
    const other = OnboardingRequest.parse(anSbtRequest());

    await accept(request, first);
    await accept(other, first);

    const ids = registered(bus).map(({ metadata }) => metadata);
    expect(new Set(ids.map(({ tenantId }) => tenantId)).size).toBe(2);
    expect(new Set(ids.map(({ eventId }) => eventId)).size).toBe(2);
  });
});
