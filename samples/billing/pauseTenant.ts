import type { Detail } from '#events/defineEvent.ts';
import type { TenantActivated, TenantDeactivated } from '#events/schemas/tenantStatus.ts';
import { type BillingPorts, type LedgerEntry, updated } from './billing.ts';

type Change = Pick<LedgerEntry, 'tenantId' | 'eventId' | 'sequence'> & {
  status: 'billed' | 'paused';
};

/** The line after a change; undefined for a change that a newer event, or this one, has told of. */
const changedBy = (change: Change, known: LedgerEntry | undefined): LedgerEntry | undefined => {
  if (known && known.sequence >= change.sequence) return undefined;
  if (known?.customerId === undefined || known.status === 'closed')
    throw new Error(`the customer of ${change.tenantId} is still to be made`);
  return { ...known, ...change };
};

/** Tells billing what the ledger says, until that is the same before and after. */
const tellStanding = async ({ ledger, billing }: BillingPorts, tenantId: string): Promise<void> => {
  for (;;) {
    const entry = await ledger.get(tenantId);
    if (entry?.customerId === undefined || entry.status === 'closed') return;
    const tell = entry.status === 'paused' ? billing.pauseCustomer : billing.resumeCustomer;
    await tell(entry.customerId);
    if ((await ledger.get(tenantId))?.eventId === entry.eventId) return;
  }
};

const changeStanding = async (ports: BillingPorts, change: Change): Promise<void> => {
  const { tenantId, eventId } = change;
  const entry = await updated(ports.ledger, tenantId, (known) => changedBy(change, known));
  if (entry?.eventId === eventId) await tellStanding(ports, tenantId);
};

/**
 * Charges nothing for a tenant as long as it is suspended. Throws while its customer is still to be made: the event
 * comes again.
 */
export const pauseTenant =
  (ports: BillingPorts) =>
  ({ metadata, data }: Detail<typeof TenantDeactivated>): Promise<void> => {
    const { eventId, sequence } = metadata;
    const { tenantId } = data;
    return changeStanding(ports, { tenantId, eventId, sequence, status: 'paused' });
  };

/** Charges for a tenant again that is active again. */
export const resumeTenant =
  (ports: BillingPorts) =>
  ({ metadata, data }: Detail<typeof TenantActivated>): Promise<void> => {
    const { eventId, sequence } = metadata;
    const { tenantId } = data;
    return changeStanding(ports, { tenantId, eventId, sequence, status: 'billed' });
  };
