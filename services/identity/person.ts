import * as z from 'zod';
import { EmailAddress } from '#events/fields.ts';
import { Member } from './member.ts';

/** Where a person is: one address has one user in a pool. */
export type Address = Pick<Member, 'userPoolId' | 'email'>;

/** A membership that is being made: it is there before the user is, so that nothing is made unseen. */
export const Joining = Member.pick({
  tenantId: true,
  userPoolId: true,
  email: true,
  membershipId: true,
  madeFor: true,
  createdAt: true,
});
export type Joining = z.infer<typeof Joining>;

/** What a beginning is found by. */
export type JoiningId = Pick<Joining, 'tenantId' | 'madeFor' | 'email'>;

/**
 * A person of a pool: what keeps its user in Cognito. Without a membership left it is closing: its user is
 * being deleted, and whoever wants to join waits until that is done.
 */
export const Person = z.object({
  userPoolId: z.string(),
  email: EmailAddress,
  memberships: z.set(z.string()).optional(),
  /** The user's `sub`, as far as it is known. */
  username: z.string().optional(),
  /** Tells this closing from any other of the same person. */
  closing: z.string().optional(),
});
export type Person = z.infer<typeof Person>;

export type People = {
  get(address: Address): Promise<Person | undefined>;
  /** The beginning that stands; undefined where none does. */
  joining(id: JoiningId): Promise<Joining | undefined>;
  /** All beginnings of a tenant's memberships; one from a moment ago may be missing. */
  joiningsOf(tenantId: string): Promise<Joining[]>;
  /** Begins a membership and counts it; `known` when one was begun before. */
  begin(joining: Joining): Promise<'begun' | 'known' | 'closing'>;
  /** Leaves any later beginning. */
  forgetJoining(joining: Joining): Promise<void>;
  /** Ends a membership; false, and nothing is done, when it is not counted or is the last one. */
  leave(address: Address, membershipId: string): Promise<boolean>;
  /** Ends the last membership: from here on the user is being deleted. False when it is not the last. */
  close(address: Address, membershipId: string, closing: string): Promise<boolean>;
  /** Notes whom a closing deletes; false when it is over by now. */
  noteUser(address: Address, closing: string, username: string): Promise<boolean>;
  /** Ends a closing. */
  remove(address: Address, closing: string): Promise<void>;
};
