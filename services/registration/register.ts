import type { Run } from '#shared/declaredRoute.ts';
import { signUpOf } from '#shared/signUp/offeredSignUp.ts';
import { keyReused, onceOf } from './idempotency.ts';
import type { registerFunction } from './register.function.ts';
import { nameTaken, type SettlePorts, settleRegistration } from './settleRegistration.ts';

type Route = (typeof registerFunction)['routes']['POST /tenants'];

/** Registers a tenant at once: operators are trusted with its address. */
export const register =
  (ports: SettlePorts): Run<Route> =>
  async ({ body, headers }) => {
    const signUp = signUpOf(body);
    const registrationId = ports.newUlid();
    const tenantId = `t${ports.newUlid().toLowerCase()}`;
    const once = onceOf(signUp, headers['idempotency-key']);
    const settled = await settleRegistration(ports, { ...signUp, registrationId, tenantId }, once);
    if (settled.kind === 'settled') return { status: 202, body: settled.body };
    return settled.kind === 'keyReused' ? keyReused() : nameTaken(signUp.tenantName);
  };
