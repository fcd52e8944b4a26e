import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ErasureReceipt, erasureParties, PartyAnswer } from './erasureReceipt.ts';

/** For how long AWS and the product keep copies, in days. */
export type Retention = { events: number; logs: number };

/** A copy of what was erased that nothing reads any more, and when it is gone. */
const Residual = z.object({ where: z.string(), until: z.iso.datetime() });

/** The receipt of an erasure, as operators see it. */
export const ErasureView = ErasureReceipt.pick({
  tenantId: true,
  tier: true,
  deployment: true,
  beganAt: true,
  offboardedAt: true,
  erased: true,
})
  .extend({
    operation: z.string().describe('The run of the saga by which it was erased.'),
    parties: z
      .array(PartyAnswer.partial().extend({ by: z.string() }))
      .describe('Who keeps data of tenants, and what each has erased; without `at`, not yet.'),
    residual: z
      .array(Residual)
      .describe('Copies that nothing reads any more, and when each is gone.'),
    complete: z.boolean().describe('Whether all of it is gone, and all parties have said so.'),
    digest: z
      .string()
      .optional()
      .describe('SHA-256 of the rest of a complete receipt, as compact JSON.'),
  })
  .meta({ id: 'Erasure' });
export type ErasureView = z.infer<typeof ErasureView>;

const DAY_MS = 24 * 3_600_000;

const RECOVERY_DAYS = 35;
const SAGA_DAYS = 90;
const DELIVERY_DAYS = 30;
const IDEMPOTENCY_DAYS = 1;

const residualOf = ({ deployment, offboardedAt, beganAt }: ErasureReceipt, keeps: Retention) => {
  const since = Date.parse(offboardedAt ?? beganAt);
  const copies: [where: string, days: number][] = [
    ['point-in-time recovery of the tables that tenants share', RECOVERY_DAYS],
    ...(deployment === 'silo'
      ? ([['the system backup of its own table', RECOVERY_DAYS]] satisfies [string, number][])
      : []),
    ['the archive of events', keeps.events],
    ['the history of its sagas', SAGA_DAYS],
    ['logs', keeps.logs],
    ['deliveries to webhooks', DELIVERY_DAYS],
    ['answers that are kept for requests that come twice', IDEMPOTENCY_DAYS],
  ];
  return copies.map(([where, days]) => ({
    where,
    until: new Date(since + days * DAY_MS).toISOString(),
  }));
};

/** A receipt as it is now. */
export const erasureView = (receipt: ErasureReceipt, keeps: Retention): ErasureView => {
  const { parties: answers, offboardedAt, operationId: operation } = receipt;
  const parties = [...new Set([...erasureParties, ...Object.keys(answers)])].map((by) => ({
    by,
    ...answers[by],
  }));
  const complete = offboardedAt !== undefined && parties.every(({ at }) => at !== undefined);
  const residual = residualOf(receipt, keeps);
  const view = ErasureView.parse({ ...receipt, operation, parties, residual, complete });
  if (!complete) return view;
  return { ...view, digest: createHash('sha256').update(JSON.stringify(view)).digest('hex') };
};
