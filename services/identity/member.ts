import * as z from 'zod';
import { EmailAddress, TenantId, TenantRole } from '#events/fields.ts';
import type { TransactItem } from '#shared/documents.ts';

/**
 * A person in one tenant. The person has one user in Cognito, whatever tenants of the pool it belongs to:
 * role and standing are the membership's, and `username` is Cognito's, the user's `sub`.
 */
export const Member = z.object({
  username: z.string(),
  tenantId: TenantId,
  userPoolId: z.string(),
  email: EmailAddress,
  /** How often the person had moved to another address when this one was written. */
  moves: z.int().optional(),
  /** What the person's row counts it by. */
  membershipId: z.string(),
  /** The TenantProvisioned of the tenant that the person was made a member of. */
  madeFor: z.string(),
  /** When it was asked for, ISO 8601. */
  createdAt: z.iso.datetime(),
  role: TenantRole,
  enabled: z.boolean(),
  /** Its UserCreated is on the bus. */
  announced: z.boolean(),
  /** The person has signed in to this tenant. */
  joined: z.boolean(),
  /** Its removal has begun: it counts no longer. */
  leaving: z.boolean(),
});
export type Member = z.infer<typeof Member>;

/** What of a member can be changed. */
export type MemberState = Pick<Member, 'role' | 'enabled' | 'leaving'>;

/** A membership's place: one person is at most one member of a tenant. */
export type MemberId = Pick<Member, 'tenantId' | 'username'>;

/** A membership, told from any other that the same person had in that tenant before. */
export type Membership = MemberId & Pick<Member, 'membershipId'>;

export type Changed = 'changed' | 'lastAdmin';

/** How the making of a user failed; `occurredAt` is ISO 8601. */
export const CreationFailure = z.object({
  occurredAt: z.string(),
  error: z.object({ name: z.string(), message: z.string() }),
});
export type CreationFailure = z.infer<typeof CreationFailure>;

/** What a tenant has come to, once and for ever: a user of it was announced, or its first admin failed. */
export const Decision = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('announced') }),
  z.object({ kind: z.literal('failed'), failure: CreationFailure }),
]);
export type Decision = z.infer<typeof Decision>;

export type Members = {
  get(id: MemberId): Promise<Member | undefined>;
  /** All memberships of a user, in the order of tenants; one that was made a moment ago may be missing. */
  ofUser(username: string): Promise<Member[]>;
  /** The memberships of an address in all pools, but not without end; one from a moment ago may be missing. */
  ofAddress(email: string): Promise<Member[]>;
  /**
   * Turns a beginning into a membership, and writes what belongs to that; false when it is done already, or
   * was given up.
   */
  add(member: Member, ...also: TransactItem[]): Promise<boolean>;
  markAnnounced(membership: Membership): Promise<void>;
  markJoined(membership: Membership): Promise<void>;
  /** Refuses what would leave the tenant without an admin. */
  change(member: Member, to: MemberState): Promise<Changed>;
  /** Writes the address that a person has now into its membership, once. */
  readdress(id: MemberId, to: { from: string; to: string; moves: number }): Promise<void>;
  /** False, and nothing is removed, when it is gone, is a later one, or has another address by now. */
  remove(member: Membership & Pick<Member, 'email'>): Promise<boolean>;
  /** Decides what the tenant of this TenantProvisioned has come to; answers what was decided first. */
  decide(provisionedEventId: string, decision: Decision): Promise<Decision>;
  /** What was decided; undefined while nothing is. */
  decided(provisionedEventId: string): Promise<Decision | undefined>;
  /** Forgets the count of admins of the tenant of this TenantProvisioned. */
  forget(provisionedEventId: string): Promise<void>;
  /** Forgets what was decided of a tenant that has left. */
  forgetDecision(provisionedEventId: string): Promise<void>;
  /** In the order of usernames. */
  list(tenantId: string, page: { limit: number; after: string | undefined }): Promise<Member[]>;
};

/** Whether a member in this state can administer its tenant. */
export const administers = ({ role, enabled, leaving }: MemberState): boolean =>
  role === 'TenantAdmin' && enabled && !leaving;

const PAGE = 60;

/** All members of a tenant, page by page. */
export async function* everyMember(members: Pick<Members, 'list'>, tenantId: string) {
  let after: string | undefined;
  do {
    const page: Member[] = await members.list(tenantId, { limit: PAGE, after });
    yield* page;
    after = page.at(-1)?.username;
  } while (after !== undefined);
}
