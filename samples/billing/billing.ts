/** How a tenant stands with billing, by the newest event that told. */
export type LedgerEntry = {
  tenantId: string;
  eventId: string;
  /** The event's: of two about a tenant the greater is the later. */
  sequence: number;
  /** `paused` while the tenant is suspended. */
  status: 'billed' | 'paused' | 'closed';
  /** Not there while the customer is being made, or for a tenant that was closed before it was billed. */
  customerId?: string;
  tier?: string;
  billedFrom?: string;
};

export type Ledger = {
  get(tenantId: string): Promise<LedgerEntry | undefined>;
  /** Puts an entry in the place of the one that was read; answers whether it was still that one. */
  change(from: LedgerEntry | undefined, to: LedgerEntry): Promise<boolean>;
};

export type Billing = {
  /** The same key is the same customer, however often it is asked for. */
  createCustomer(customer: { key: string; name: string; email: string }): Promise<string>;
  /** Charges nothing until it is resumed; succeeds when it is paused already. */
  pauseCustomer(customerId: string): Promise<void>;
  /** Succeeds when it is not paused. */
  resumeCustomer(customerId: string): Promise<void>;
  /** Succeeds when it is closed already. */
  closeCustomer(customerId: string): Promise<void>;
};

export type BillingPorts = { ledger: Ledger; billing: Billing };

/**
 * Puts into the ledger what follows from a tenant's line, or nothing. Answers the line that is there then.
 */
export const updated = async (
  ledger: Ledger,
  tenantId: string,
  following: (known: LedgerEntry | undefined) => LedgerEntry | undefined,
): Promise<LedgerEntry | undefined> => {
  for (;;) {
    const known = await ledger.get(tenantId);
    const next = following(known);
    if (!next) return known;
    if (await ledger.change(known, next)) return next;
  }
};
