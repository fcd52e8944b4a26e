/** The sequence of a TenantRegistered, which everything else about its tenant follows, and of what is no fact of a tenant. */
export const BEGINNING = 0;

/** What one run of a tenant's saga can make true, in this order; after `provisioned`, its users. */
const PLACES = { queued: 1, provisioned: 2, failed: 9 } as const;
const PLACES_IN_A_RUN = 10;

/**
 * The sequence of a fact of a tenant's saga. It follows from the number of the run, which Step Functions gives
 * once, and from what causes what: no clock has a say in it. A publisher that runs again says the same.
 */
export const sequenceOf = (run: number, fact: keyof typeof PLACES): number =>
  run * PLACES_IN_A_RUN + PLACES[fact];

/**
 * The sequence of a change of a tenant's status: after the change before it, and the first one after all that the run
 * says that has made the tenant. The write that changes the status asks that no other has come between.
 */
export const statusChangedAt = (provisioned: number, before?: number): number =>
  (before ?? sequenceOf(runOf(provisioned), 'failed')) + 1;

/** Which run of a tenant's saga says something of this sequence. */
export const runOf = (sequence: number): number => Math.floor(sequence / PLACES_IN_A_RUN);

/** The sequence of an address that a user of the tenant comes to have by its moves, 1 for the first. */
export const movedAt = (provisioned: number, moves: number): number => provisioned + 2 * moves;

/** The sequence of a user's joining of the tenant, or of its failure: after what made the address the user's. */
export const joinedAt = (provisioned: number, moves = 0): number => movedAt(provisioned, moves) + 1;
