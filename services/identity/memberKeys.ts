import type { MemberId } from './member.ts';
import type { Place } from './move.ts';
import type { Address, JoiningId } from './person.ts';

/** The index of a tenant's members. */
export const memberIndex = { name: 'tenant', partition: 'tenantId', sort: 'username' } as const;

/** The index of a user's memberships. */
export const userIndex = { name: 'user', partition: 'username', sort: 'tenantId' } as const;

/**
 * The index of what is not at its end: only such rows have its attributes. `since` is a ULID of the moment
 * from when on it waits.
 */
export const unfinishedIndex = {
  name: 'unfinished',
  partition: 'unfinished',
  sort: 'since',
} as const;

/** What may be unfinished: see `UnfinishedRows`. */
export type Unfinished = 'leaving' | 'joining' | 'closing' | 'closed' | 'moving';

/** What lists a row as unfinished. */
export const unfinished = (what: Unfinished, since: string) => ({ unfinished: what, since });

/** The index of all that is kept under an address: people and memberships, in every pool. */
export const addressIndex = { name: 'address', partition: 'email', sort: 'pk' } as const;

/** What the keys of memberships begin with, and no others. */
export const MEMBER = 'member#';

/** Where a membership is: in its tenant, by Cognito's username. */
export const memberKey = ({ tenantId, username }: MemberId) => ({
  pk: `${MEMBER}${tenantId}#${username}`,
});

/** Where the beginning of a membership is. */
export const joiningKey = ({ tenantId, madeFor, email }: JoiningId) => ({
  pk: `joining#${tenantId}#${madeFor}#${email}`,
});

/** Where a person of a pool is. */
export const personKey = ({ userPoolId, email }: Address) => ({
  pk: `person#${userPoolId}#${email}`,
});

/** Where it is kept that a user wants another address, or is getting one. */
export const moveKey = ({ userPoolId, username }: Place) => ({
  pk: `move#${userPoolId}#${username}`,
});

/** Where the mail is counted that brought codes to an address, or told a user of them. */
export const mailedKey = (to: Address | Place) => ({
  pk: 'email' in to ? `mailed#${to.email}` : `told#${to.userPoolId}#${to.username}`,
});

/** By what DynamoDB removes what has lapsed, in epoch seconds. */
export const expiryAttribute = 'expiresAt';

/** Where the reminders that went to an address are counted. */
export const remindedKey = (address: string) => ({ pk: `reminded#${address}` });

/** Where the count of a tenant's admins is. */
export const adminsKey = (madeFor: string) => ({ pk: `admins#${madeFor}` });

/** Where it is kept what a tenant has come to. */
export const decisionKey = (madeFor: string) => ({ pk: `decision#${madeFor}` });

/** Where it is kept what was erased of a tenant that has left. */
export const erasureKey = (tenantId: string) => ({ pk: `erasure#${tenantId}` });
