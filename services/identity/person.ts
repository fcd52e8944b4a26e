import * as z from 'zod';
import { EmailAddress, TenantId } from '#events/fields.ts';
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
  moves: true,
});
export type Joining = z.infer<typeof Joining>;

/** The end of a membership, or of its beginning, which is forgotten in the same moment. */
export type Ending = Joining & { isJoining: boolean };

/** What a beginning is found by. */
export type JoiningId = Pick<Joining, 'tenantId' | 'madeFor' | 'email'>;

/**
 * A person of a pool: what keeps its user in Cognito. Without a membership left it is closing: its user is
 * being deleted, and a membership begins only after that. Then it is closed, and is forgotten when nobody
 * can be at work any more who began before, and would make the user again.
 */
export const Person = z.object({
  userPoolId: z.string(),
  email: EmailAddress,
  memberships: z.set(z.string()).optional(),
  /** The tenant that has invited the person last. */
  invitedBy: TenantId.optional(),
  /** When Cognito's last invitation went out, ISO 8601; nothing once the person has signed in. */
  invitedAt: z.iso.datetime().optional(),
  /** The user's `sub`, as far as it is known. */
  username: z.string().optional(),
  /** Tells this closing from any other of the same person. */
  closing: z.string().optional(),
  /** How far the closing is. */
  unfinished: z.enum(['closing', 'closed']).optional(),
  /** Of which tenant the last membership was. */
  lastTenantId: TenantId.optional(),
  /** The move that the person is in, from this address or to it: nobody joins or leaves here until that is done. */
  moving: z.string().optional(),
  /** How often the person has moved to another address. */
  moves: z.int().optional(),
});
export type Person = z.infer<typeof Person>;

export type People = {
  get(address: Address): Promise<Person | undefined>;
  /** Those of up to 100 different addresses who are there, in no order. */
  getAll(addresses: readonly Address[]): Promise<Person[]>;
  /** The beginning that stands; undefined where none does. */
  joining(id: JoiningId): Promise<Joining | undefined>;
  /** All beginnings of a tenant's memberships; one from a moment ago may be missing. */
  joiningsOf(tenantId: string): Promise<Joining[]>;
  /** The beginnings of these memberships; one from a moment ago may be missing. */
  joiningsAs(membershipIds: readonly string[]): Promise<Joining[]>;
  /**
   * Begins a membership and counts it; `known` when one was begun before, `busy` while the person is closing or
   * moving. What is begun for a tenant's first admin is listed as unfinished nowhere: events are sent until that
   * admin is made, or the tenant is gone.
   */
  begin(joining: Joining, isFirst: boolean): Promise<'begun' | 'known' | 'busy'>;
  /** Notes who is about to invite the person again: the invitation names it. */
  noteInviter(address: Address, tenantId: string): Promise<void>;
  /** Notes when the last invitation went out; undefined, that none is open. */
  noteInvitation(address: Address, sentAt: Date | undefined): Promise<void>;
  /**
   * Ends a membership; false, and nothing is done, when it is not counted or is the last one, or is no longer
   * the beginning that is meant, or while the person is moving.
   */
  leave(ending: Ending): Promise<boolean>;
  /** Ends the last membership: from here on the user is being deleted. False when `leave` would be, or it is not the last. */
  close(ending: Ending, closing: string): Promise<boolean>;
  /** Notes whom a closing deletes, who may have come after it had ended; false when it is another by now. */
  noteUser(address: Address, closing: string, username: string): Promise<boolean>;
  /** Ends a closing: memberships begin again. */
  markClosed(address: Address, closing: string, since: string): Promise<void>;
  /** Forgets a closed person. */
  forget(address: Address, closing: string): Promise<void>;
};
