import { createHash } from 'node:crypto';
import { z } from 'zod';
import { signUpFields } from '#events/schemas/registration.ts';
import { logger } from '#shared/logger.ts';
import { problem, type Reply } from '#shared/reply.ts';
import type { NewRegistration } from './registration.ts';

/** The body of `POST /registrations`. */
export const SignUp = z.strictObject(signUpFields);
export type SignUp = z.infer<typeof SignUp>;

/** The request: a caller that repeats its `Idempotency-Key` gets one tenant, however often it asks. */
export const RegisterRequest = z.object({
  body: SignUp,
  headers: z.object({
    'idempotency-key': z
      .string()
      .min(1, 'must not be empty')
      .max(255, 'must be at most 255 characters')
      .optional(),
  }),
});

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

const accepted = (ids: { registrationId: string; tenantId: string }): Reply => ({
  status: 202,
  body: { registrationId: ids.registrationId, tenantId: ids.tenantId, status: 'registered' },
});

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
  (ports: RegisterPorts) =>
  async ({ body, headers }: z.infer<typeof RegisterRequest>): Promise<Reply> => {
    const registration: NewRegistration = {
      ...body,
      registrationId: ports.newUlid(),
      tenantId: `t${ports.newUlid().toLowerCase()}`,
      registeredEventId: ports.newUlid(),
      registeredAt: ports.now().toISOString(),
    };
    const committed = await ports.commit(registration, onceOf(body, headers['idempotency-key']));
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
