import { describe, expect, it } from '@jest/globals';
import { decodeTime } from 'ulid';
import { Profile } from '../../../../events/schemas/registration.ts';
import { partnerAdmission } from '../../../../services/provisioning/onboarding/partners.ts';
import { Contradicted, TransientError } from '../../../../services/shared/errors.ts';
import { aTenantRegistered, aUlid } from '../../../support/builders.ts';
import { aStarter } from './aStarter.ts';

const registrationId = 'crm-4711';
const event = aTenantRegistered({ tier: 'basic', registrationId });
const { tenantId, tenantName, adminEmail } = event.data;
const { eventId } = event.metadata;
const envelope = { source: 'partner.crm' };
const refusal = { kind: 'refused', reason: 'TenantIdInUse', message: 'no' } as const;

describe('startOnboarding', () => {
  it('refuses a partner what it may not order, for ever', async () => {
    const partner = async () => ({ kind: 'refused', reason: 'TierNotAllowed' }) as const;
    const { run, calls, bus } = aStarter({ kind: 'admitted' }, { partner });

    await run(aTenantRegistered({ registrationId: 'crm-1' }), envelope);

    expect(calls).toEqual(['refuse TierNotAllowed']);
    expect(bus.sent).toMatchObject([
      { DetailType: 'RegistrationRefused', detail: { data: { reason: 'TierNotAllowed' } } },
    ]);
  });

  it.each([
    [{ tenantName: 'Acme\u202e' }, 'tenantName must not hold U+202E (character 5)'],
    [{ tenantName: 'Admin' }, 'tenantName is reserved'],
    [{ phone: '+15550000' }, 'phone has not as many digits'],
  ])('refuses a partner what the form would refuse, and says why: %j', async (fields, said) => {
    const { run, calls, bus } = aStarter({ kind: 'admitted' });

    await run(aTenantRegistered({ registrationId: 'crm-1', ...fields }), envelope);

    expect(calls).toEqual(['refuse FieldNotAllowed']);
    const message = expect.stringContaining(said);
    expect(bus.sent).toMatchObject([{ detail: { data: { reason: 'FieldNotAllowed', message } } }]);
  });

  it('lets a partner that is over its rate come again', async () => {
    const partner = async () => ({ kind: 'tooMany', reason: 'slower' }) as const;
    const { run, calls } = aStarter({ kind: 'admitted' }, { partner });

    const over = run(aTenantRegistered({ registrationId: 'crm-1' }), envelope);

    await expect(over).rejects.toThrow(TransientError);
    expect(calls).toEqual([]);
  });

  it('refuses a partner an id of the sign-up form’s kind, and keeps nothing of it', async () => {
    const { run, calls, bus } = aStarter({ kind: 'admitted' });

    await run(aTenantRegistered({ registrationId: aUlid(5) }), envelope);

    expect(calls).toEqual([]);
    expect(bus.sent).toMatchObject([{ detail: { data: { reason: 'RegistrationIdInUse' } } }]);
  });

  it('refuses a partner a tier that nobody sells: its rules name none such', async () => {
    const partner = partnerAdmission({
      rulesOf: async () => ({ types: ['TenantRegistered'], tiers: ['basic'], perMinute: 1 }),
      takeTurn: async () => undefined,
    });
    const { run, calls, bus } = aStarter({ kind: 'admitted' }, { partner });

    await run(aTenantRegistered({ tier: 'unheard', registrationId }), envelope);

    expect(calls).toEqual(['refuse TierNotAllowed']);
    expect(bus.sent).toMatchObject([
      { detail: { data: { registrationId, tenantId, reason: 'TierNotAllowed' } } },
    ]);
  });

  it.each([
    ['it does not know', 'unheard'],
    ['the deployment does not have yet', 'standard'],
  ])('claims nothing for a sign-up of a tier that %s', async (_what, tier) => {
    const { run, calls, bus } = aStarter({ kind: 'admitted' });

    const unknown = run(aTenantRegistered({ tier }), { source: 'registration' });

    await expect(unknown).rejects.toThrow(Contradicted);
    await expect(unknown).rejects.toThrow(`this deployment does not sell the tier ${tier}`);
    expect([calls, bus.sent]).toEqual([[], []]);
  });

  it.each([
    ['premium', 'pool'],
    ['platinum', 'silo'],
  ] as const)('starts the saga of a %s tenant as a %s', async (tier, deployment) => {
    const { run, started, bus } = aStarter({ kind: 'admitted' });

    await run(aTenantRegistered({ tier, registrationId }), envelope);

    const saga = { eventId, registrationId, tenantId, tenantName, adminEmail, tier, deployment };
    const profile = Profile.parse(event.data);
    expect(started).toEqual([[eventId, { ...saga, ...profile, replay: 0 }]]);
    expect(bus.sent).toEqual([]);
  });

  it('claims first, and notes the start last: whatever is cut off is done again', async () => {
    const { run, calls } = aStarter({ kind: 'admitted' });

    await run(event, envelope);

    expect(calls).toEqual(['admit', 'reserve pool', 'start', `started ${registrationId}`]);
  });

  it('notes the start of a saga that an earlier try has begun', async () => {
    const { run, calls } = aStarter({ kind: 'admitted' }, { isNew: false });

    await run(event, envelope);

    expect(calls).toContain(`started ${registrationId}`);
  });

  it.each([
    ['pool', 'basic'],
    ['silo', 'platinum'],
  ] as const)('asks for what a %s tenant claims, and for no address', async (_what, tier) => {
    const { run, applications } = aStarter({ kind: 'admitted' });

    await run(aTenantRegistered({ tier, registrationId }), envelope);

    expect(applications).toMatchObject([{ registrationId, source: 'partner.crm' }]);
    expect(applications[0]?.claim).toEqual({ owner: eventId, tenantId, tenantName });
  });

  it('starts nothing for a registration that has begun before, and says nothing', async () => {
    const { run, calls, bus } = aStarter({ kind: 'repeated' });

    await run(event, envelope);

    expect(calls).toEqual(['admit']);
    expect(bus.sent).toEqual([]);
  });

  it('starts nothing for a registration that is refused, and says why', async () => {
    const { run, calls, bus } = aStarter(refusal);

    await run(event, envelope);

    expect(calls).toEqual(['admit']);
    expect(bus.sent).toMatchObject([
      {
        DetailType: 'RegistrationRefused',
        detail: {
          metadata: {
            tenantId,
            correlationId: event.metadata.correlationId,
            causationId: eventId,
          },
          data: {
            registrationId,
            source: 'partner.crm',
            tenantId,
            reason: 'TenantIdInUse',
            message: 'no',
          },
        },
      },
    ]);
  });

  it('refuses with one event however often it runs, later than the one that it refuses', async () => {
    const { run, bus } = aStarter(refusal);

    await run(event, envelope);
    await run(event, envelope);

    const [one, other] = bus.sent.map(({ detail }) => detail);
    expect(other).toEqual(one);
    const refused = String(Object(one?.['metadata']).eventId);
    expect(decodeTime(refused)).toBe(decodeTime(eventId) + 1);
  });
});
