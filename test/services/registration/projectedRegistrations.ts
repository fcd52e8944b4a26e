import { z } from 'zod';
import { catalog } from '../../../events/catalog.ts';
import { commitRegistration } from '../../../services/registration/commitRegistration.ts';
import { getRegistration } from '../../../services/registration/getRegistration.ts';
import { projection } from '../../../services/registration/projection.ts';
import { registrationsIn } from '../../../services/registration/readRegistration.ts';
import type { NewRegistration } from '../../../services/registration/registration.ts';
import { recordFact } from '../../../services/registration/registrationFacts.ts';
import { registrationNames } from '../../../services/registration/registrationNames.ts';
import {
  aRegistration,
  aTenantProvisioned,
  aTenantProvisioningFailed,
  aTenantRegistered,
  aUlid,
  aUserCreated,
  aUserCreationFailed,
} from '../../support/builders.ts';
import { fixedNow } from '../../support/fakes.ts';
import type { ProductEngine } from '../../support/productEngine.ts';

/** One event on its way to the projection. */
export type OnTheBus = { type: string; detail: object };

/** When a partner says that its tenants signed up. */
export const ANNOUNCED_AT = '2026-01-05T10:00:00.000Z';

/** What may happen to the n-th registration, in the order of their event ids. */
export const eventsOf = (n: number, more: Partial<NewRegistration> = {}) => {
  const { registrationId, registeredEventId, tenantId, tenantName, adminEmail, tier } =
    aRegistration(n, more);
  const metadata = { tenantId, correlationId: registrationId, causationId: registeredEventId };
  const at = (minute: number) => ({ ...metadata, eventId: aUlid(n + 2_000 + minute * 10_000) });
  const signUp = { tenantId, tenantName, adminEmail, tier };
  const event = (type: string, detail: object): OnTheBus => ({ type, detail });
  const failed = (minute: number, failedStep: string, more: { causationId?: string } = {}) =>
    event(
      'TenantProvisioningFailed',
      aTenantProvisioningFailed(
        { tenantId, registrationId, failedStep },
        { ...at(minute), ...more },
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
    failed: failed(1, 'CreateApiKey'),
    /** A replay's, which is later. */
    failedAgain: failed(4, 'WriteRoute'),
    /** Of another TenantRegistered that named the same registration. */
    anothersFailure: failed(9, 'ClaimTenant', { causationId: aUlid(999_999) }),
    provisioned: event('TenantProvisioned', aTenantProvisioned(signUp, at(2))),
    adminCreated: event('UserCreated', aUserCreated({ tenantId }, at(3))),
    adminFailed: event('UserCreationFailed', aUserCreationFailed({ tenantId }, at(3))),
    userCreated: event('UserCreated', aUserCreated({ tenantId, role: 'TenantUser' }, at(3))),
    userFailed: event(
      'UserCreationFailed',
      aUserCreationFailed({ tenantId, role: 'TenantUser' }, at(3)),
    ),
  };
};
export type EventName = keyof ReturnType<typeof eventsOf>;

const View = z.object({ status: z.string(), failure: z.unknown().optional() });

/** The projection and what it is read by, on a table of its own. */
export const projectedRegistrations = async (engine: ProductEngine) => {
  const { documents } = engine;
  const tableName = await engine.table('registrations');
  const { byId, byName } = registrationsIn(documents, tableName);
  const consumers = projection({
    record: recordFact(documents, tableName),
    ...registrationNames(documents, tableName, byId),
  });
  const handle = async ({ type, detail }: OnTheBus): Promise<void> => {
    const source = catalog.find((event) => event.type === type)?.source;
    const accepted = consumers
      .find((one) => one.type === type)
      ?.accept({ 'detail-type': type, source, detail });
    if (!accepted?.valid) throw new Error(`${type} was not accepted`);
    await accepted.run();
  };
  return {
    tableName,
    byId,
    byName,
    handle,
    commit: (registration: NewRegistration) =>
      commitRegistration({ documents, tableName, now: fixedNow })(registration, undefined),
    async deliver(n: number, names: readonly EventName[]): Promise<void> {
      const events = eventsOf(n);
      for (const name of names) await handle(events[name]);
    },
    /** What a caller sees of the n-th registration, and who holds its name. */
    async view(n: number) {
      const { registrationId, tenantName } = aRegistration(n);
      const { body } = await getRegistration(byId)({ params: { registrationId } });
      const shown = JSON.parse(JSON.stringify(body));
      const holder = (await byName(tenantName))?.registrationId;
      return { ...View.parse(shown), nameIsHeld: holder === registrationId };
    },
  };
};
