import type { Publish } from '#events/publish.ts';
import { type ErasedKind, TenantOffboarded } from '#events/schemas/offboarding.ts';
import { PermanentError } from '#shared/errors.ts';
import { provenanceOf } from '../onboarding/outcome.ts';
import { ErasureEnv, PublisherEnv } from '../provisioningEnv.ts';
import type { SagaStep } from '../saga/defineSaga.ts';
import type { ErasureReceipt, Receipts } from './erasureReceipt.ts';
import type { OffboardingInput } from './offboardingInput.ts';

export const publishTenantOffboardedStep = {
  name: 'PublishTenantOffboarded',
  run: 'provisioning/offboarding/publishTenantOffboarded',
  environment: PublisherEnv.extend(ErasureEnv.shape),
} as const satisfies SagaStep;

export type PublishOffboardedPorts = {
  publish: Publish;
  receipts: Pick<Receipts, 'get' | 'complete'>;
  now(): Date;
};

const countsOf = ({ erased }: ErasureReceipt) => {
  const { rows = 0, tables = 0, apiKeys = 0, appClients = 0, userPools = 0 } = erased;
  return { rows, tables, apiKeys, appClients, userPools } satisfies Record<ErasedKind, number>;
};

/** Tells the world that the tenant is gone, which orders everybody to erase what they keep of it. */
export const publishTenantOffboarded =
  ({ publish, receipts, now }: PublishOffboardedPorts) =>
  async (input: OffboardingInput) => {
    const { tenantId, eventId: operationId } = input;
    const receipt = await receipts.get(tenantId);
    if (receipt?.operationId !== operationId) {
      throw new PermanentError(`tenant ${tenantId} was not erased by the operation ${operationId}`);
    }
    const { offboardedEventId: eventId, sequence, tier, deployment } = receipt;
    const data = { tenantId, tier, deployment, erased: countsOf(receipt) };
    await publish(TenantOffboarded, provenanceOf(input, { eventId, sequence }), data);
    await receipts.complete({ tenantId, operationId }, now());
    return {};
  };
