import { createHash } from 'node:crypto';
import type { Run } from '#shared/declaredRoute.ts';
import { logger } from '#shared/logger.ts';
import { problem } from '#shared/reply.ts';
import { signUpOf } from '#shared/signUp/offeredSignUp.ts';
import type { registerFunction } from './register.function.ts';
import type { NewRegistration } from './registration.ts';

type Route = (typeof registerFunction)['routes']['POST /registrations'];
type SignUp = ReturnType<typeof signUpOf>;

/** An idempotency key and the fingerprint of the body that it came with. */
export type Once = { key: string; bodyHash: string };

export type Committed =
  | { kind: 'committed' }
  | { kind: 'repeated'; registrationId: string; tenantId: string }
  | { kind: 'keyReused' }
  | { kind: 'nameTaken' };

export type RegisterPorts = {
  now(): Date;
  newUlid(): string;
  /** All or nothing: the registration, its name, its idempotency key. */
  commit(registration: NewRegistration, once: Once | undefined): Promise<Committed>;
  /** Publishes TenantRegistered and marks the registration published. */
  announce(registration: NewRegistration): Promise<void>;
};

const accepted = ({ registrationId, tenantId }: { registrationId: string; tenantId: string }) =>
  ({ status: 202, body: { registrationId, tenantId, status: 'registered' } }) as const;

const announceOrLeave = async (ports: RegisterPorts, registration: NewRegistration) => {
  try {
    await ports.announce(registration);
  } catch (error) {
    // It is committed and marked as unpublished: the relay announces it within minutes.
    const { registrationId } = registration;
    logger.warn('registration not announced; left to the relay', { error, registrationId });
  }
};

const onceOf = (signUp: SignUp, key: string | undefined): Once | undefined =>
  key === undefined
    ? undefined
    : { key, bodyHash: createHash('sha256').update(JSON.stringify(signUp)).digest('hex') };

/** Commits first and publishes after, so that no answered registration can be lost. */
export const register =
  (ports: RegisterPorts): Run<Route> =>
  async ({ body, headers }) => {
    const signUp = signUpOf(body);
    const registration: NewRegistration = {
      ...signUp,
      registrationId: ports.newUlid(),
      tenantId: `t${ports.newUlid().toLowerCase()}`,
      registeredEventId: ports.newUlid(),
      registeredAt: ports.now().toISOString(),
    };
    const committed = await ports.commit(registration, onceOf(signUp, headers['idempotency-key']));
    switch (committed.kind) {
      case 'committed':
        await announceOrLeave(ports, registration);
        return accepted(registration);
      case 'repeated':
        return accepted(committed);
      case 'keyReused': {
        const message = 'this Idempotency-Key came with another body before';
        return problem(422, 'IdempotencyKeyReused', { message });
      }
      case 'nameTaken': {
        const message = `the tenant name ${body.tenantName} is in use`;
        const fields = [{ path: 'tenantName', message: 'is in use' }];
        return problem(409, 'TenantNameInUse', { message, fields });
      }
    }
  };
