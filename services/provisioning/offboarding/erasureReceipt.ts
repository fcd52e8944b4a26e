import * as z from 'zod';
import { Deployment, TenantId, Tier } from '#events/fields.ts';
import type { ErasedKind } from '#events/schemas/offboarding.ts';

/** Who erases what it keeps of a tenant that has left, and says so by TenantDataErased. */
export const erasureParties = ['identity', 'registration', 'webhooks'] as const;

const Count = z.int().min(0);

/** What a party has said. */
export const PartyAnswer = z.object({
  at: z.iso.datetime(),
  items: z.array(z.object({ kind: z.string(), count: Count })),
});
export type PartyAnswer = z.infer<typeof PartyAnswer>;

/** What is kept of a tenant that has left: ids, counts and times, and no personal data. */
export const ErasureReceipt = z.object({
  tenantId: TenantId,
  operationId: z.string(),
  registrationId: z.string(),
  tier: Tier,
  deployment: Deployment,
  /** The id and the sequence of its TenantOffboarded. */
  offboardedEventId: z.string(),
  sequence: z.int(),
  beganAt: z.iso.datetime(),
  /** When the bus had heard that all of it is gone. */
  offboardedAt: z.iso.datetime().optional(),
  /** How much of each kind was found and is gone. */
  erased: z.record(z.string(), Count),
  /** What was said by those who keep data of tenants, by their names. */
  parties: z.record(z.string(), PartyAnswer),
});
export type ErasureReceipt = z.infer<typeof ErasureReceipt>;

type Mine = Pick<ErasureReceipt, 'tenantId' | 'operationId'>;

/** The receipts of tenants that have left, or are being erased. */
export type Receipts = {
  get(tenantId: string): Promise<ErasureReceipt | undefined>;
  /** Writes it once; succeeds where this operation has written it. */
  begin(receipt: ErasureReceipt): Promise<void>;
  /** Adds to what is erased. */
  count(of: Mine, kind: ErasedKind, more: number): Promise<void>;
  /** Notes when the bus had heard of it, once. */
  complete(of: Mine, at: Date): Promise<void>;
  /** Notes what a party has said, once; false where there is no receipt that it answers. */
  answer(
    of: Pick<ErasureReceipt, 'tenantId' | 'offboardedEventId'>,
    by: string,
    said: PartyAnswer,
  ): Promise<boolean>;
};
