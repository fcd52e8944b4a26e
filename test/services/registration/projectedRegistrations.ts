import { z } from 'zod';
import { catalog } from '../../../events/catalog.ts';
import { TenantProvisioned } from '../../../events/schemas/provisioning.ts';
import { commitRegistration } from '../../../services/registration/commitRegistration.ts';
import { leavingRegistration } from '../../../services/registration/leavingRegistration.ts';
import { projectEventsFunction } from '../../../services/registration/projectEvents.function.ts';
import { projection } from '../../../services/registration/projection.ts';
import { registrationsIn } from '../../../services/registration/readRegistration.ts';
import {
  failureOf,
  type NewRegistration,
  statusOf,
} from '../../../services/registration/registration.ts';
import { recordFact } from '../../../services/registration/registrationFacts.ts';
import { erasureKey } from '../../../services/registration/registrationKeys.ts';
import { registrationNames } from '../../../services/registration/registrationNames.ts';
import { makeFindableIn } from '../../../services/registration/searchTable.ts';
import { eraseTenant, erasureNotes } from '../../../services/shared/eraseTenant.ts';
import { consumersOf } from '../../../services/shared/onEvents.ts';
import { StandingRoute } from '../../../services/shared/route.ts';
import {
  aRegistration,
  aRegistrationRefused,
  aRoute,
  aTenantActivated,
  aTenantDeactivated,
  aTenantOffboarded,
  aTenantOffboardingCancelled,
  aTenantOffboardingScheduled,
  aTenantProvisioned,
  aTenantProvisioningFailed,
  aTenantRegistered,
  aUlid,
  aUserCreated,
  aUserCreationFailed,
} from '../../support/builders.ts';
import { fakeBus } from '../../support/fakeBus.ts';
import { fixedNow } from '../../support/fakes.ts';
import type { ProductEngine } from '../../support/productEngine.ts';

/** One event on its way to the projection. */
export type OnTheBus = { type: string; detail: object };

/** When a partner says that its tenants signed up. */
export const ANNOUNCED_AT = '2026-01-05T10:00:00.000Z';

/** What may happen to the n-th registration, in the order of their sequence. */
export const eventsOf = (n: number, more: Partial<NewRegistration> = {}) => {
  const { registrationId, registeredEventId, tenantId, tenantName, adminEmail, tier } =
    aRegistration(n, more);
  const metadata = { tenantId, correlationId: registrationId, causationId: registeredEventId };
  const at = (sequence: number) => ({
    ...metadata,
    sequence,
    // Clocks that step give no order: a later fact may have a smaller id.
    eventId: aUlid(n + 2_000 + (100 - sequence) * 10_000),
  });
  const provisionedAt = at(12);
  const causedByIt = { ...at(13), causationId: provisionedAt.eventId };
  const changed = (sequence: number) => ({
    ...at(sequence),
    causationId: provisionedAt.eventId,
  });
  const signUp = { tenantId, tenantName, adminEmail, tier };
  const event = (type: string, detail: object): OnTheBus => ({ type, detail });
  const failed = (sequence: number, failedStep: string, more: { causationId?: string } = {}) =>
    event(
      'TenantProvisioningFailed',
      aTenantProvisioningFailed(
        { tenantId, registrationId, failedStep },
        { ...at(sequence), ...more },
      ),
    );
  return {
    registered: event(
      'TenantRegistered',
      aTenantRegistered(
        { registrationId, ...signUp },
        { ...metadata, eventId: registeredEventId, occurredAt: ANNOUNCED_AT },
      ),
    ),
    /** Another TenantRegistered that names the same registration. */
    rival: event(
      'TenantRegistered',
      aTenantRegistered({ registrationId, ...signUp }, { ...metadata, eventId: aUlid(999_999) }),
    ),
    failed: failed(9, 'CreateApiKey'),
    /** A replay's, which is later. */
    failedAgain: failed(19, 'WriteRoute'),
    /** Of another TenantRegistered that named the same registration. */
    anothersFailure: failed(29, 'ClaimTenant', { causationId: aUlid(999_999) }),
    refused: event(
      'RegistrationRefused',
      aRegistrationRefused({ tenantId, registrationId, reason: 'TenantIdInUse' }, at(9)),
    ),
    /** Of another TenantRegistered that named the same registration. */
    anothersRefusal: event(
      'RegistrationRefused',
      aRegistrationRefused(
        { tenantId, registrationId, reason: 'RegistrationIdInUse' },
        { ...at(29), causationId: aUlid(999_999) },
      ),
    ),
    provisioned: event('TenantProvisioned', aTenantProvisioned(signUp, provisionedAt)),
    adminCreated: event('UserCreated', aUserCreated({ tenantId }, causedByIt)),
    adminFailed: event('UserCreationFailed', aUserCreationFailed({ tenantId }, causedByIt)),
    userCreated: event('UserCreated', aUserCreated({ tenantId, role: 'TenantUser' }, causedByIt)),
    userFailed: event(
      'UserCreationFailed',
      aUserCreationFailed({ tenantId, role: 'TenantUser' }, causedByIt),
    ),
    deactivated: event('TenantDeactivated', aTenantDeactivated({ tenantId }, changed(20))),
    activated: event('TenantActivated', aTenantActivated({ tenantId }, changed(21))),
    deactivatedAgain: event('TenantDeactivated', aTenantDeactivated({ tenantId }, changed(22))),
    leaving: event(
      'TenantOffboardingScheduled',
      aTenantOffboardingScheduled({ tenantId }, changed(23)),
    ),
    staying: event(
      'TenantOffboardingCancelled',
      aTenantOffboardingCancelled({ tenantId }, changed(24)),
    ),
    leavingAgain: event(
      'TenantOffboardingScheduled',
      aTenantOffboardingScheduled({ tenantId }, changed(25)),
    ),
    offboarded: event('TenantOffboarded', aTenantOffboarded({ tenantId }, at(26))),
  };
};
export type EventName = keyof ReturnType<typeof eventsOf>;

/** What each change of the status has made of the route, the newest last. */
const CHANGES = {
  deactivated: { status: 'inactive', reason: 'x' },
  activated: { status: 'active' },
  deactivatedAgain: { status: 'inactive', reason: 'x' },
  leaving: { status: 'leaving', eraseAt: '2026-02-04T09:42:00.000Z' },
  staying: { status: 'staying' },
  leavingAgain: { status: 'leaving', eraseAt: '2026-02-04T09:42:00.000Z' },
} as const;
const changes = [
  'deactivated',
  'activated',
  'deactivatedAgain',
  'leaving',
  'staying',
  'leavingAgain',
] as const;

/** The newest of these events that changes the status of the n-th tenant, as its route has it. */
const changeIn = (n: number, names: readonly EventName[]) => {
  const newest = changes.findLast((name) => names.includes(name));
  if (newest === undefined) return {};
  const Told = z.object({ metadata: z.object({ eventId: z.string(), sequence: z.int() }) });
  const { eventId, sequence } = Told.parse(eventsOf(n)[newest].detail).metadata;
  const by = { by: 'root', at: '2026-01-06T09:30:00.000Z', eventId, sequence };
  const change = CHANGES[newest];
  const status = change.status === 'inactive' ? 'inactive' : 'active';
  return { status, statusChange: { ...by, ...change } };
};

/** The n-th tenant's route, as its `provisioned` tells of it, after these events. */
export const routeOf = (n: number, names: readonly EventName[] = []): StandingRoute => {
  const { metadata, data } = TenantProvisioned.detail.parse(eventsOf(n).provisioned.detail);
  const { tenantName, adminEmail, tier, deployment, userPoolId, appClientId } = data;
  const said = { tenantName, adminEmail, tier, deployment, userPoolId, appClientId };
  return StandingRoute.parse({
    ...aRoute(n, { writtenFor: aRegistration(n).registeredEventId }),
    ...said,
    provisionedEventId: metadata.eventId,
    sequence: metadata.sequence,
    ...changeIn(n, names),
  });
};

const TEARDOWN: readonly EventName[] = ['failedAgain', 'offboarded'];

/** Whether the tenant stands after all of this has happened, in whatever order it is told. */
export const standsAfter = (names: readonly EventName[]): boolean =>
  names.includes('provisioned') && !names.some((name) => TEARDOWN.includes(name));

const publisherOf = (type: string) => catalog.find((event) => event.type === type)?.source;

/** The projection and what it is read by, on a table of its own. */
export const projectedRegistrations = async (engine: ProductEngine) => {
  const { documents } = engine;
  const tableName = await engine.table('registrations');
  const { byId, byName } = registrationsIn(documents, tableName);
  /** The routes that stand; tests write and remove them. */
  const routes = new Map<string, StandingRoute>();
  const routeOf = async (tenantId: string) => routes.get(tenantId);
  const names = registrationNames(documents, tableName, byId);
  const bus = fakeBus();
  const consumers = consumersOf(projectEventsFunction, {
    ...projection({
      record: recordFact(documents, tableName),
      makeFindable: makeFindableIn(documents, tableName),
      routeOf,
      region: aTenantProvisioned().data.region,
      ...names,
    }),
    TenantOffboarded: eraseTenant(
      'registration',
      {
        now: fixedNow,
        routeOf,
        notes: erasureNotes(documents, tableName, erasureKey),
        publish: bus.publish,
      },
      leavingRegistration({ documents, tableName, dropName: names.dropName }),
    ),
  });
  const handle = async ({ type, detail }: OnTheBus): Promise<void> => {
    const accepted = consumers
      .find((one) => one.type === type)
      ?.accept({ 'detail-type': type, source: publisherOf(type), detail });
    if (!accepted?.valid) throw new Error(`${type} was not accepted: ${accepted?.reason}`);
    await accepted.run();
  };
  return {
    tableName,
    routes,
    /** What was published. */
    sent: () => bus.sent,
    byId,
    byName,
    handle,
    commit: (registration: NewRegistration) =>
      commitRegistration({ documents, tableName, now: fixedNow })(registration, undefined),
    async deliver(n: number, names: readonly EventName[]): Promise<void> {
      const events = eventsOf(n);
      for (const name of names) await handle(events[name]);
    },
    /** What has become of the n-th registration, and who holds its name. */
    async view(n: number) {
      const { registrationId, tenantName } = aRegistration(n);
      const found = await byId(registrationId);
      const holder = (await byName(tenantName))?.registrationId;
      const failure = found && failureOf(found);
      return {
        // One without a name is shown to nobody.
        ...(found?.tenantName !== undefined && { status: statusOf(found) }),
        ...(failure && { failure }),
        nameIsHeld: holder === registrationId,
      };
    },
  };
};
