import * as z from 'zod';
import { derivedEventId } from '#events/eventId.ts';
import { TenantOffboarded } from '#events/schemas/offboarding.ts';
import { statusChangedAt } from '#events/sequence.ts';
import { PermanentError } from '#shared/errors.ts';
import { ErasureEnv, RoutingTableEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import type { Receipts } from './erasureReceipt.ts';
import type { erasureRoutes } from './erasureRoutes.ts';
import type { StepInput } from './offboardingInput.ts';

/** The id and the sequence of the event that is to tell the outcome. */
const Sealed = z.object({ offboardedEventId: z.string(), sequence: z.int() });
export type Sealed = z.infer<typeof Sealed>;

export const sealTenantStep = {
  name: 'SealTenant',
  run: 'provisioning/offboarding/sealTenant',
  undo: 'UnsealTenant',
  result: Sealed,
  settle: 'route',
  environment: RoutingTableEnv.extend(ErasureEnv.shape),
} as const satisfies SagaStep;

export type SealPorts = Pick<ReturnType<typeof erasureRoutes>, 'seal' | 'unseal'> &
  Pick<Receipts, 'get'>;

/** Lets nobody of the tenant in any more. A run that was stopped after all was erased has nothing to seal. */
export const sealTenant =
  ({ seal, get }: SealPorts) =>
  async (input: StepInput): Promise<Sealed> => {
    const { tenantId, eventId, enteredAt } = input;
    const route = await seal(input, enteredAt);
    if (route) {
      const at = new Date(enteredAt);
      return {
        offboardedEventId: derivedEventId(at, eventId, TenantOffboarded.type),
        sequence: statusChangedAt(route.sequence, route.statusChange?.sequence),
      };
    }
    const receipt = await get(tenantId);
    if (receipt?.operationId === eventId) return receipt;
    throw new PermanentError(`tenant ${tenantId} is not to leave, or another operation changes it`);
  };

/** Undoes `sealTenant`, unless something was erased: then there is no way back, and a replay goes on. */
export const unsealTenant =
  ({ unseal }: Pick<SealPorts, 'unseal'>) =>
  async (input: StepInput) => {
    await unseal(input);
    return {};
  };
