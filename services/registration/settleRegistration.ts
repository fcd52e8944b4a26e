import { logger } from '#shared/logger.ts';
import { problem } from '#shared/reply.ts';
import type { Once } from './idempotency.ts';
import { type NewRegistration, type Registration, type Status, statusAt } from './registration.ts';

export type Committed =
  | { kind: 'committed' }
  | { kind: 'repeated'; registrationId: string; tenantId: string }
  | { kind: 'keyReused' }
  | { kind: 'nameTaken' };

export type SettlePorts = {
  now(): Date;
  newUlid(): string;
  /** All or nothing: the registration, its name, its idempotency key. */
  commit(registration: NewRegistration, once: Once | undefined): Promise<Committed>;
  /** Publishes TenantRegistered and marks the registration published. */
  announce(registration: NewRegistration): Promise<void>;
  registration(registrationId: string): Promise<Registration | undefined>;
};

/** What is told of a registration that is settled. */
type Accepted = { registrationId: string; tenantId: string; status: Status };

export type Settled =
  | { kind: 'settled'; body: Accepted }
  | Exclude<Committed, { kind: 'committed' | 'repeated' }>;

const announceOrLeave = async (ports: SettlePorts, registration: NewRegistration) => {
  try {
    await ports.announce(registration);
  } catch (error) {
    // It is committed and marked as unpublished: the relay announces it within minutes.
    const { registrationId } = registration;
    logger.warn('registration not announced; left to the relay', { error, registrationId });
  }
};

/** The answer to a name that somebody else holds. */
export const nameTaken = (tenantName: string) =>
  problem(409, 'TenantNameInUse', {
    message: `the tenant name ${tenantName} is in use`,
    fields: [{ path: 'tenantName', message: 'is in use' }],
  });

/**
 * Commits first and publishes after, so that no answered registration can be lost. One that is there already
 * stays as it is, and its present status is told.
 */
export const settleRegistration = async (
  ports: SettlePorts,
  given: Omit<NewRegistration, 'registeredEventId' | 'registeredAt'>,
  once: Once | undefined,
): Promise<Settled> => {
  const registration: NewRegistration = {
    ...given,
    registeredEventId: ports.newUlid(),
    registeredAt: ports.now().toISOString(),
  };
  const committed = await ports.commit(registration, once);
  if (committed.kind === 'committed') {
    await announceOrLeave(ports, registration);
    const { registrationId, tenantId } = registration;
    return { kind: 'settled', body: { registrationId, tenantId, status: 'registered' } };
  }
  if (committed.kind !== 'repeated') return committed;
  const { registrationId, tenantId } = committed;
  const present = await ports.registration(registrationId);
  const status = present ? statusAt(present, ports.now()) : 'registered';
  return { kind: 'settled', body: { registrationId, tenantId, status } };
};
